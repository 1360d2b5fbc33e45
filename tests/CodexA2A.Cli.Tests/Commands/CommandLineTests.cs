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
    [InlineData("call http://x - --token-file t --approve yes --json --context c")]
    [InlineData("forget ctx")]
    [InlineData("forget ctx --url http://x --token-file t")]
    [InlineData("doctor --port 1")]
    [InlineData("doctor --redis")]
    [InlineData("serve --conformance --port 0")]
    [InlineData("serve --role api")]
    [InlineData("serve --role runner --port 0")]
    [InlineData("serve --model scripted --scripts f")]
    [InlineData("demo --scripts f --Codex:Model=scripted-code")]
    [InlineData("-v")]
    [InlineData("--version")]
    [InlineData("serve --secrets f")]
    [InlineData("token")]
    [InlineData("probe")]
    [InlineData("card verify http://x")]
    [InlineData("card verify x --jwks https://y/jwks.json")]
    [InlineData("card verify x --key f.pem")]
    [InlineData("probe http://127.0.0.1:8001/ready")]
    public void Is_understood(string line) => Assert.Empty(CommandTree.Create().Parse(line).Errors);

    [Theory]
    [InlineData("")]
    [InlineData("sreve")]
    [InlineData("serve --model gpt")]
    [InlineData("serve --port 65536")]
    [InlineData("serve --port -1")]
    [InlineData("serve --port x")]
    [InlineData("serve --conformance --role api")]
    [InlineData("serve --conformance --model scripted")]
    [InlineData("serve --scripts f")]
    [InlineData("call http://x")]
    [InlineData("call http://x hello --approve maybe")]
    [InlineData("call http://x hello more")]
    [InlineData("token x")]
    [InlineData("forget")]
    [InlineData("forget a b")]
    [InlineData("call http://x hello --token t")]
    [InlineData("probe ftp://x")]
    [InlineData("card")]
    [InlineData("card verify")]
    [InlineData("card verify ftp://x")]
    [InlineData("card verify x --jwks y")]
    [InlineData("card verify x --jwks https://y --key f.pem")]
    [InlineData("probe http://x http://y")]
    public void Is_refused(string line) => Assert.NotEmpty(CommandTree.Create().Parse(line).Errors);

    [Theory]
    [InlineData("serve --prot 1", "--prot is not understood")]
    [InlineData("serve more", "more is not understood")]
    [InlineData("serve --A2A:Title=x --verbose", "--verbose is not understood")]
    public void What_is_neither_an_option_nor_a_setting_is_named(string line, string says)
    {
        var (service, parsed) = Parse(line);
        using var errors = new StringWriter();
        Assert.Null(service.Collect(parsed, errors));
        Assert.Contains(says, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_can_stand_anywhere()
    {
        var (service, parsed) = Parse("serve --A2A:Title=x --port 1 --Codex:SandboxMode=read-only");
        var settings = service.Collect(parsed, TextWriter.Null)!.Value.Settings;
        Assert.Equal(("x", "1", "read-only"), (settings["A2A:Title"], settings["A2A:Port"], settings["Codex:SandboxMode"]));
    }

    [Fact]
    public async Task The_help_says_how_a_setting_is_written()
    {
        using var output = new StringWriter();
        await CommandTree.Create().Parse("serve --help").InvokeAsync(
            new System.CommandLine.InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        Assert.Contains("--Section:Key=value", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("additional arguments", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Default: the current folder", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("~/.local/share/codex-a2a", output.ToString(), StringComparison.Ordinal);
    }

    private static (ServiceOptions Service, System.CommandLine.ParseResult Parsed) Parse(string line)
    {
        var service = new ServiceOptions();
        var serve = new System.CommandLine.Command("serve");
        service.AddTo(serve);
        return (service, new System.CommandLine.RootCommand { serve }.Parse(line));
    }

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
    [InlineData("unix:/x")]
    [InlineData("https://user:pass@x.example/")]
    [InlineData("https://token@x.example/")]
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
