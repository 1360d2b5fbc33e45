using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Control;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Tests.Turns;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Tests.Policies;

/// <summary>What Codex is told for two principals of one runner.</summary>
public sealed class PolicyTurnTests
{
    private static readonly (string, string)[] Rows =
    [
        ("Codex:SandboxMode", "workspace-write"),
        ("Codex:ApprovalPolicy", "on-request"),
        ("Codex:Policies:alice:SandboxMode", "read-only"),
        ("Codex:Policies:alice:ApprovalPolicy", "never"),
        ("Codex:Policies:alice:Models:0", "fake-small"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_turn_and_each_thread_is_told_what_holds_for_its_principal()
    {
        await using var stage = await RunnerStage.StartAsync(settings: Rows);

        var alice = await SettingsAsync(stage, RunnerStage.Alice);
        var bob = await SettingsAsync(stage, RunnerStage.Bob);

        Assert.Equal(
            ("read-only", "never", "fake-small", "readOnly", "never"),
            ((string?)alice["thread"]!["sandbox"], (string?)alice["thread"]!["approvalPolicy"], (string?)alice["thread"]!["model"],
                (string?)alice["turn"]!["sandboxPolicy"]!["type"], (string?)alice["turn"]!["approvalPolicy"]));
        Assert.Equal(
            ("workspace-write", "on-request", null, null, null),
            ((string?)bob["thread"]!["sandbox"], (string?)bob["thread"]!["approvalPolicy"], (string?)bob["thread"]!["model"],
                (string?)bob["turn"]!["sandboxPolicy"]?["type"], (string?)bob["turn"]!["approvalPolicy"]));
    }

    [Fact]
    public async Task A_thread_that_is_gone_on_with_is_opened_so_too()
    {
        await using var stage = await RunnerStage.StartAsync(settings: Rows);
        var first = await stage.EndAsync(await stage.SubmitAsync("hello"));
        var client = await stage.Codex.GetAsync(Stop);
        await client.UnsubscribeThreadAsync((string)first.Metadata!["shared"]!["session"]!["id"]!, Stop);

        var again = await SettingsAsync(stage, RunnerStage.Alice);

        // Codex keeps the model with the thread.
        Assert.Equal(("read-only", "never", "readOnly", null), ((string?)again["thread"]!["sandbox"], (string?)again["thread"]!["approvalPolicy"], (string?)again["turn"]!["sandboxPolicy"]!["type"], (string?)again["thread"]!["model"]));
    }

    [Theory]
    [InlineData("fake-model", "alice", "MODEL_NOT_ALLOWED")]
    [InlineData("fake-small", "alice", null)]
    [InlineData("fake-model", "bob", null)]
    public async Task A_model_that_is_not_allowed_is_refused_with_those_that_are(string model, string principal, string? code)
    {
        await using var stage = await RunnerStage.StartAsync(settings: Rows);
        var owner = new Owner("", principal);

        var task = await stage.EndAsync(await stage.SubmitAsync("hello", metadata: JsonNode.Parse($$$"""{"shared":{"model":"{{{model}}}"}}""")!.AsObject(), owner: owner), owner);

        var error = task.Metadata!["codex"]!["error"];
        Assert.Equal((code is null ? TaskState.Completed : TaskState.Failed, code), (task.Status.State, (string?)error?["code"]));
        Assert.True(code is null || ((string)error!["message"]!).Contains("Allowed: fake-small.", StringComparison.Ordinal), (string?)error?["message"]);
    }

    [Fact]
    public async Task Only_models_that_are_allowed_are_offered()
    {
        await using var stage = await RunnerStage.StartAsync(working: false, Rows);
        Assert.Equal(["fake-small"], await ModelsAsync(stage, RunnerStage.Alice));
        Assert.Equal(["fake-model", "fake-small"], await ModelsAsync(stage, RunnerStage.Bob));
    }

    [Fact]
    public async Task The_sandbox_of_each_is_tried_and_told_in_its_tasks()
    {
        await using var stage = await RunnerStage.StartAsync(settings: [("Codex:SandboxMode", "danger-full-access"), ("Codex:Policies:alice:SandboxMode", "read-only")]);
        await stage.LoggedAsync("does not keep what its mode promises. read-only");

        Assert.Equal(("read-only", "no"), await SandboxAsync(RunnerStage.Alice));
        Assert.Equal(("danger-full-access", "nothing_promised"), await SandboxAsync(RunnerStage.Bob));
        Assert.Equal("danger-full-access", stage.Get<SandboxFindings>().Report!.Mode);

        async Task<(string?, string?)> SandboxAsync(Owner owner)
        {
            var told = (await stage.EndAsync(await stage.SubmitAsync("hello", owner: owner), owner)).Metadata!["codex"]!["sandbox"]!;
            return ((string?)told["mode"], (string?)told["holds"]);
        }
    }

    [Fact]
    public async Task A_command_of_a_caller_has_the_sandbox_of_its_principal()
    {
        var sandbox = new CommandSandbox(Options.Create(new CodexOptions { SandboxMode = "danger-full-access" }));
        // Only for one that writes is Codex's configuration asked.
        Assert.IsType<ReadOnlyPolicy>(await sandbox.OfAsync(null!, "/srv/space", "read-only", Stop));
        Assert.IsType<ExternalSandboxPolicy>(await sandbox.OfAsync(null!, "/srv/space", "external", Stop));
        Assert.IsType<DangerFullAccessPolicy>(await sandbox.OfAsync(null!, "/srv/space", null, Stop));
    }

    [Theory]
    [InlineData("read-only", "workspaceWrite", typeof(ReadOnlyPolicy))]
    [InlineData("read-only", "dangerFullAccess", typeof(ReadOnlyPolicy))]
    [InlineData("workspace-write", "externalSandbox", typeof(WorkspaceWritePolicy))]
    [InlineData("workspace-write", "readOnly", null)]
    [InlineData("workspace-write", "brandNew", typeof(WorkspaceWritePolicy))]
    [InlineData("danger-full-access", "dangerFullAccess", null)]
    public void A_thread_that_says_it_has_more_than_was_asked_is_given_that_with_each_turn(string asked, string has, Type? given)
    {
        var sandboxes = new ThreadSandboxes();
        sandboxes.Asked("t", asked, System.Text.Json.JsonDocument.Parse($$"""{"type":"{{has}}"}""").RootElement);
        Assert.Equal(given, sandboxes.OfTurn("t")?.GetType());
    }

    private static async Task<JsonNode> SettingsAsync(RunnerStage stage, Owner owner)
    {
        var task = await stage.EndAsync(await stage.SubmitAsync("settings", owner: owner), owner);
        Assert.Equal(TaskState.Completed, task.Status.State);
        return JsonNode.Parse(task.Artifacts!.Single(artifact => artifact.Name == "answer").Parts.Single().Text!)!;
    }

    private static async Task<IEnumerable<string>> ModelsAsync(RunnerStage stage, Owner owner)
    {
        var method = stage.All<IControlMethods>().SelectMany(family => family.All).Single(method => method.Name == "codex.models.list");
        var result = await method.Run(new ControlCall(owner, method.Name), Stop);
        return result["items"]!.AsArray().Select(model => (string)model!["id"]!);
    }
}
