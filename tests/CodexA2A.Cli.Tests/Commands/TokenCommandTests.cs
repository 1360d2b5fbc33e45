using System.Buffers.Text;
using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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
        Assert.Equal(Sha256(lines[0]), lines[1]);
    }

    [Fact]
    public void A_password_comes_with_its_slow_hash()
    {
        var lines = Run("--password").Lines;
        Assert.StartsWith("pbkdf2-sha256:600000:", lines[1], StringComparison.Ordinal);
        Assert.Equal(Pbkdf2(lines[0], lines[1]), lines[1]);
    }

    [Fact]
    public void Of_what_is_read_only_the_hash_is_printed()
    {
        Assert.Equal(Sha256("a-token-of-mine"), Assert.Single(Run("--hash --stdin", "a-token-of-mine \r\nmore").Lines));
        var hash = Assert.Single(Run("--password --stdin", "pass word\n").Lines);
        Assert.Equal(Pbkdf2("pass word", hash), hash);
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
        Assert.DoesNotContain(lines, line => line.Length == 64 || line.StartsWith("pbkdf2", StringComparison.Ordinal));
    }

    private static string Sha256(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The hash that a password has with the iterations and the salt of <paramref name="like"/>.</summary>
    private static string Pbkdf2(string password, string like)
    {
        var parts = like.Split(':');
        var hash = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), Base64Url.DecodeFromChars(parts[2]), int.Parse(parts[1], CultureInfo.InvariantCulture), HashAlgorithmName.SHA256, 32);
        return $"{parts[0]}:{parts[1]}:{parts[2]}:{Base64Url.EncodeToString(hash)}";
    }

    private static (int Code, string[] Lines) Run(string arguments, string input = "")
    {
        using var reader = new StringReader(input);
        using var output = new StringWriter();
        var code = TokenCommand.Create(reader).Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = TextWriter.Null });
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
