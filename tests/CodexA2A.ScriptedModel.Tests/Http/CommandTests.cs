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
        Assert.Contains("--scripts FOLDER  Folder of", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port must be a number between 0 and 65535.", "--port", "x")]
    [InlineData("--port must be a number between 0 and 65535.", "--port", "99999")]
    [InlineData("--port must be a number between 0 and 65535.", "--port")]
    [InlineData("--scripts needs a value.", "--scripts")]
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
