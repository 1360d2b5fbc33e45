using System.CommandLine;
using CodexA2A.Api.Auth;
using CodexA2A.Api.Auth.Passwords;
using CodexA2A.Cli.Commands;

namespace CodexA2A.Cli.Tests.Commands;

public sealed class TokenCommandTests
{
    [Fact]
    public void A_token_comes_alone_or_with_its_hash()
    {
        Assert.Matches("^[A-Za-z0-9_-]{43}$", Assert.Single(Run("").Lines));
        var lines = Run("--hash").Lines;
        Assert.Equal(2, lines.Length);
        Assert.Equal(SecretHash.Of(lines[0]).Hex(), lines[1]);
    }

    [Fact]
    public void A_password_comes_with_its_slow_hash()
    {
        var lines = Run("--password").Lines;
        var hash = PasswordHash.Read(lines[1])!;
        Assert.Equal(PasswordHash.DefaultIterations, hash.Iterations);
        Assert.True(hash.Matches(lines[0]));
    }

    [Fact]
    public void Of_what_is_read_only_the_hash_is_printed()
    {
        Assert.Equal(SecretHash.Of("a-token-of-mine").Hex(), Assert.Single(Run("--hash --stdin", "a-token-of-mine \r\nmore").Lines));
        Assert.True(PasswordHash.Read(Assert.Single(Run("--password --stdin", "pass word\n").Lines))!.Matches("pass word"));
    }

    [Theory]
    [InlineData("--hash --stdin", "short")]
    [InlineData("--hash --stdin", "")]
    [InlineData("--hash --password", "")]
    [InlineData("--stdin", "a-token-of-mine")]
    [InlineData("a-token-of-mine", "")]
    public void What_cannot_be_a_secret_is_refused(string arguments, string input)
    {
        var (code, lines) = Run(arguments, input);
        Assert.NotEqual(ExitCodes.Ok, code);
        Assert.DoesNotContain(lines, line => SecretHash.Read(line) is not null);
    }

    private static (int Code, string[] Lines) Run(string arguments, string input = "")
    {
        using var reader = new StringReader(input);
        using var output = new StringWriter();
        var code = TokenCommand.Create(reader).Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = TextWriter.Null });
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
