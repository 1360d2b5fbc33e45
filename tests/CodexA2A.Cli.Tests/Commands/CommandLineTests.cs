using CodexA2A.Cli.Commands;

namespace CodexA2A.Cli.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("serve")]
    [InlineData("serve --port 0 --host 0.0.0.0 --workspace w --data d --model scripted --env-file f")]
    [InlineData("serve --A2A:Title=x")]
    [InlineData("demo")]
    [InlineData("demo --once --port 0")]
    [InlineData("call http://x hello")]
    [InlineData("call http://x - --token t --approve yes --json --context c")]
    [InlineData("doctor --port 1")]
    [InlineData("token")]
    public void Is_understood(string line) => Assert.Empty(CommandTree.Create().Parse(line).Errors);

    [Theory]
    [InlineData("")]
    [InlineData("sreve")]
    [InlineData("serve --model gpt")]
    [InlineData("serve --port 65536")]
    [InlineData("serve --port -1")]
    [InlineData("serve --port x")]
    [InlineData("call http://x")]
    [InlineData("call http://x hello --approve maybe")]
    [InlineData("call http://x hello more")]
    [InlineData("token x")]
    public void Is_refused(string line) => Assert.NotEmpty(CommandTree.Create().Parse(line).Errors);

    [Theory]
    [InlineData("http://127.0.0.1:8000", "http://127.0.0.1:8000/")]
    [InlineData("127.0.0.1:8000", "http://127.0.0.1:8000/")]
    [InlineData("https://x.example/agents/a", "https://x.example/agents/a")]
    [InlineData("https://x.example/.well-known/agent-card.json", "https://x.example/")]
    [InlineData("https://x.example/a/.well-known/agent-card.json", "https://x.example/a/")]
    public void A_url_is_read_as_people_write_it(string text, string expected) => Assert.Equal(expected, CallCommand.ReadUrl(text)?.AbsoluteUri);

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("http://")]
    [InlineData("")]
    public void What_is_no_url_is_refused(string text) => Assert.Null(CallCommand.ReadUrl(text));

    [Fact]
    public void A_token_has_256_bits_and_is_never_the_same()
    {
        var tokens = Enumerable.Range(0, 100).Select(_ => TokenCommand.Random()).ToList();
        Assert.Equal(100, tokens.Distinct().Count());
        Assert.All(tokens, token => Assert.Matches("^[A-Za-z0-9_-]{43}$", token));
    }

    [Theory]
    [InlineData("y", "approve")]
    [InlineData(" Yes ", "approve")]
    [InlineData("a", "approve for session")]
    [InlineData("N", "deny")]
    [InlineData("c", "cancel")]
    [InlineData("", null)]
    [InlineData("maybe", null)]
    public void What_a_person_types_is_a_word_of_the_service(string line, string? expected) =>
        Assert.Equal(expected, Calls.TerminalAnswers.Decision(line));
}
