using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Envelope;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>
/// The committed shape of the protocol is the pinned Codex's, and what differs from it is told. <c>CODEX_A2A_EXPECT=1</c> writes the
/// committed file and fails, so that somebody looks at what changed before it is taken.
/// </summary>
public sealed class SchemaEnvelopeTests(SchemaFixture schema) : IClassFixture<SchemaFixture>
{
    private static readonly string File_ = Path.Combine(TestCodex.TestsFolder, "..", "CodexA2A.Runner", "AppServer", "Envelope", "supported.txt");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void The_committed_shape_is_that_of_the_pinned_codex()
    {
        var actual = SchemaShape.OfFolder(schema.Folder).ToText();
        if (Environment.GetEnvironmentVariable("CODEX_A2A_EXPECT") == "1")
        {
            var build = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 ? $"# build {BuildPrint.Of(TestCodex.RealPath)}\n" : "";
            File.WriteAllText(File_, $"# The protocol of codex-cli {CodexPaths.PinnedVersion} as far as this service relies on it.\n{build}{actual}");
            Assert.Fail("supported.txt was written: read what changed, then run the tests without CODEX_A2A_EXPECT.");
        }

        Assert.Equal(SupportedSchema.Shape.ToText(), actual);
        Assert.InRange(Encoding.UTF8.GetByteCount(SupportedSchema.Text), 1_000, 100 * 1024);
    }

    [Fact]
    public async Task The_pinned_codex_says_of_itself_that_it_is_the_supported_one()
    {
        var (verdict, problem) = await SchemaCheck.AskAsync(TestCodex.RealPath, TimeProvider.System, Cancelled);

        Assert.Null(problem);
        Assert.Equal((SchemaState.Same, 0, 0), (verdict.State, verdict.Questions.Count, verdict.Elsewhere.Count));
    }

    [Fact]
    public void The_pinned_codex_for_linux_is_known_without_being_asked()
    {
        if (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64)
            Assert.True(SchemaCheck.IsKnown(TestCodex.RealPath, CodexSource.Configured));
        Assert.True(SchemaCheck.IsKnown("/nonexistent", CodexSource.Pinned));
        Assert.False(SchemaCheck.IsKnown(TestCodex.FakePath, CodexSource.Configured));
    }

    [Fact]
    public void What_does_not_matter_is_no_drift_and_what_matters_is()
    {
        Assert.Equal(Shape("""{"type":"object","title":"A","description":"x","required":["b"],"properties":{"b":{"type":"string"},"a":{"type":["null","integer"],"minimum":3}}}"""),
            Shape("""{"properties":{"a":{"type":["integer","null"],"default":1},"b":{"type":"string"}},"required":["b"],"type":"object"}"""));
        var shapes = new[]
        {
            """{"properties":{"a":{"type":"string"}},"type":"object"}""",
            """{"properties":{"a":{"type":"string"}},"required":["a"],"type":"object"}""",
            """{"properties":{"b":{"type":"string"}},"type":"object"}""",
            """{"properties":{"a":{"type":"integer"}},"type":"object"}""",
            """{"properties":{"a":{"type":"string"},"b":true},"type":"object"}""",
            """{"oneOf":[{"enum":["a"]},{"enum":["b"]}]}""",
            """{"oneOf":[{"enum":["a"]},{"enum":["c"]}]}""",
        };
        Assert.Equal(shapes.Length, shapes.Select(Shape).Distinct().Count());
    }

    [Theory]
    [InlineData("FileChangeRequestApprovalResponse.json", "acceptForSession", "acceptForThread", "item/fileChange/requestApproval")]
    [InlineData("ServerRequest.json", "grantRoot", "grantFolder", "item/fileChange/requestApproval")]
    [InlineData("ServerRequest.json", "isSecret", "isPrivate", "item/tool/requestUserInput")]
    [InlineData("ServerRequest.json", "item/permissions/requestApproval", "item/rights/requestApproval", "item/permissions/requestApproval")]
    public void Another_question_or_answer_is_unsafe(string file, string was, string now, string method)
    {
        using var folder = Drifted(file, was, now);
        var verdict = SchemaVerdict.Compare(SupportedSchema.Shape, SchemaShape.OfFolder(folder.Path));

        Assert.Equal([method], verdict.Questions);
        Assert.Contains(method, verdict.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("item/agentMessage/delta", "item/agentMessage/piece", "notification item/agentMessage/delta, notification item/agentMessage/piece, type AgentMessageDeltaNotification")]
    [InlineData("thread/goal/cleared", "thread/goal/gone", "notification thread/goal/cleared, notification thread/goal/gone")]
    [InlineData("aggregatedOutput", "wholeOutput", "item commandExecution")]
    [InlineData("usedPercent", "usedShare", "type RateLimitWindow")]
    public void Anything_else_is_told_and_safe(string was, string now, string elsewhere)
    {
        using var folder = Drifted("ServerNotification.json", was, now);
        var verdict = SchemaVerdict.Compare(SupportedSchema.Shape, SchemaShape.OfFolder(folder.Path));

        Assert.False(verdict.IsUnsafe);
        Assert.Equal(elsewhere, string.Join(", ", verdict.Elsewhere));
    }

    [Fact]
    public async Task A_codex_whose_questions_differ_is_not_ready_and_runs_no_turn()
    {
        using var folder = Drifted("FileChangeRequestApprovalResponse.json", "acceptForSession", "acceptForThread");
        using var script = new SchemaScript(folder.Path);
        await using var codex = await TestCodex.StartAsync(configure: options => options.Executable = script.Executable);
        var client = await codex.Host.GetAsync(Cancelled);

        Assert.True(client.Schema.IsUnsafe);
        var problem = Assert.Throws<CodexUnavailableException>(() => SchemaPolicy.OfTurn(client.Schema, codex.Options));
        Assert.Equal(CodexUnavailableReason.SchemaDrift, problem.Reason);
        Assert.Equal((false, CodexUnavailableReason.SchemaDrift), (codex.Host.Health.Ready, codex.Host.Health.Reason));
        Assert.Contains("OnSchemaDrift", codex.Host.Health.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_run_without_questions_and_what_it_asks_all_the_same_is_refused()
    {
        using var folder = Drifted("ServerRequest.json", "proposedExecpolicyAmendment", "proposedRule");
        using var script = new SchemaScript(folder.Path);
        await using var codex = await TestCodex.StartAsync(configure: options =>
        {
            options.Executable = script.Executable;
            options.OnSchemaDrift = SchemaPolicy.Never;
        });
        await using var turn = await TurnDriver.StartAsync(await codex.Host.GetAsync(Cancelled));

        Assert.True(codex.Host.Health.Ready);
        Assert.Equal("never", SchemaPolicy.OfTurn(turn.Client.Schema, codex.Options));
        var messages = await turn.RunAsync("fault: approval");
        Assert.DoesNotContain(messages, message => message is ServerRequest);
        Assert.Contains("item/commandExecution/requestApproval", codex.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_elsewhere_is_counted_and_shown_and_stops_nothing()
    {
        using var folder = Drifted("ServerNotification.json", "aggregatedOutput", "wholeOutput");
        using var script = new SchemaScript(folder.Path);
        await using var codex = await TestCodex.StartAsync(configure: options => options.Executable = script.Executable);
        var client = await codex.Host.GetAsync(Cancelled);

        Assert.Null(SchemaPolicy.OfTurn(client.Schema, codex.Options));
        Assert.True(codex.Host.Health.Ready);
        Assert.Equal(["item commandExecution"], codex.Host.Health.Schema!.Elsewhere);
        Assert.Contains("item commandExecution", codex.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_codex_that_does_not_say_works_and_says_so()
    {
        await using var codex = await TestCodex.StartAsync();
        Assert.Equal(SchemaState.Unknown, (await codex.Host.GetAsync(Cancelled)).Schema.State);
        await codex.LoggedAsync("did not write its schema");
    }

    [Fact]
    public async Task A_codex_is_asked_once_until_its_file_changes_and_drift_is_counted()
    {
        using var folder = Drifted("ServerNotification.json", "aggregatedOutput", "wholeOutput");
        using var script = new SchemaScript(folder.Path);
        using var meters = new TestMeters();
        var check = new SchemaCheck(TimeProvider.System, meters.Metrics, Microsoft.Extensions.Logging.Abstractions.NullLogger<SchemaCheck>.Instance);

        await check.OfAsync(script.Executable, CodexSource.Configured, Cancelled);
        await check.OfAsync(script.Executable, CodexSource.Configured, Cancelled);
        Assert.Equal((1, 1), (script.Asked, (int)meters["codex.schema.drift"]));

        File.SetLastWriteTimeUtc(script.Executable, DateTime.UtcNow.AddMinutes(1));
        await check.OfAsync(script.Executable, CodexSource.Configured, Cancelled);
        Assert.Equal((2, 2), (script.Asked, (int)meters["codex.schema.drift"]));
    }

    private static string Shape(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new ShapeWriter(document.RootElement).Whole(document.RootElement);
    }

    /// <summary>What Codex wrote, with one word replaced by another in one file.</summary>
    private TestFolder Drifted(string file, string was, string now)
    {
        var folder = new TestFolder();
        foreach (var name in (string[])["ServerRequest.json", "ServerNotification.json", .. Directory.GetFiles(schema.Folder, "*Response.json").Select(found => Path.GetFileName(found))])
            File.Copy(Path.Combine(schema.Folder, name), Path.Combine(folder.Path, name));
        var path = Path.Combine(folder.Path, file);
        var text = File.ReadAllText(path);
        Assert.Contains($"\"{was}\"", text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace($"\"{was}\"", $"\"{now}\"", StringComparison.Ordinal));
        return folder;
    }
}
