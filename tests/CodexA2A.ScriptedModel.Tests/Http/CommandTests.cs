using System.Text.RegularExpressions;

namespace CodexA2A.ScriptedModel.Tests.Http;

public sealed partial class CommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_lists_its_scenarios()
    {
        using var output = new StringWriter();
        Assert.Equal(0, await ScriptedModelCommand.RunAsync(["--list"], output, TextWriter.Null, Cancel));
        Assert.StartsWith("#demo  ", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task It_says_what_it_takes(string word)
    {
        using var output = new StringWriter();
        Assert.Equal(0, await ScriptedModelCommand.RunAsync([word], output, TextWriter.Null, Cancel));
        Assert.Contains("--scripts FOLDER     Folder of", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port must be a number between 0 and 65535.", "--port", "x")]
    [InlineData("--port must be a number between 0 and 65535.", "--port", "99999")]
    [InlineData("--port must be a number between 0 and 65535.", "--port")]
    [InlineData("--scripts needs a value.", "--scripts")]
    [InlineData("--codex-home needs a value.", "--codex-home")]
    [InlineData("A Codex home has its own list of models: give --catalog or --codex-home.", "--codex-home", "a", "--catalog", "b")]
    [InlineData("Not understood: --loud", "--loud")]
    public async Task It_explains_wrong_arguments(string says, params string[] args)
    {
        using var errors = new StringWriter();
        Assert.Equal(2, await ScriptedModelCommand.RunAsync(args, TextWriter.Null, errors, Cancel));
        Assert.StartsWith(says, errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("Usage: ", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_why_it_cannot_start()
    {
        using var errors = new StringWriter();
        Assert.Equal(1, await ScriptedModelCommand.RunAsync(["--scripts", "/does/not/exist"], TextWriter.Null, errors, Cancel));
        Assert.Contains("/does/not/exist", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_prints_its_address_and_how_to_start_codex()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var output = new LineWriter("suppress_unstable_features_warning");
        var run = ScriptedModelCommand.RunAsync([], output, TextWriter.Null, end.Token);
        await output.Seen.WaitAsync(Cancel);

        var address = new Uri(Address().Match(output.ToString()).Value);
        using var client = new ModelClient(address);
        Assert.Equal("hi", (await client.AskAsync("#text\nhi", Cancel)).Text());
        Assert.Contains("scenario text, round 0, try 1", output.ToString(), StringComparison.Ordinal);

        await end.CancelAsync();
        Assert.Equal(0, await run);
    }

    [Fact]
    public async Task It_makes_a_Codex_home_and_is_ready_when_that_is_written()
    {
        var home = Directory.CreateTempSubdirectory("codex-a2a-model-home-");
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            using var output = new LineWriter("CODEX_HOME=");
            var run = ScriptedModelCommand.RunAsync(["--codex-home", home.FullName], output, TextWriter.Null, end.Token);
            await output.Seen.WaitAsync(Cancel);

            var address = Address().Match(output.ToString()).Value;
            Assert.Contains($"model_providers.scripted.base_url = \"{address}\"", await File.ReadAllTextAsync(Path.Combine(home.FullName, "config.toml"), Cancel), StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(home.FullName, "scripted-models.json")));
            Assert.DoesNotContain(" -c ", output.ToString(), StringComparison.Ordinal);

            await end.CancelAsync();
            Assert.Equal(0, await run);
            // It is the caller's folder; the command leaves it as it made it.
            Assert.True(File.Exists(Path.Combine(home.FullName, "config.toml")));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task It_says_that_it_cannot_write_the_home()
    {
        using var errors = new StringWriter();
        var file = Path.GetTempFileName();
        Assert.Equal(1, await ScriptedModelCommand.RunAsync(["--codex-home", Path.Combine(file, "home")], TextWriter.Null, errors, Cancel));
        Assert.Contains(file, errors.ToString(), StringComparison.Ordinal);
        File.Delete(file);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/v1")]
    private static partial Regex Address();

    /// <summary>A writer that tells when a word has been written.</summary>
    private sealed class LineWriter(string word) : StringWriter
    {
        private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => seen.Task;

        public override Task WriteLineAsync(string? value)
        {
            if (value?.Contains(word, StringComparison.Ordinal) == true)
            {
                seen.TrySetResult();
            }

            return base.WriteLineAsync(value);
        }
    }
}
