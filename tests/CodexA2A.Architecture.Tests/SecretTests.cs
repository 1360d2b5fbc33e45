using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>No file of the tree has a secret: neither a key nor a token of the kinds that people know by their beginning.</summary>
public sealed partial class SecretTests
{
    // Not read: the packages' own hashes, and what is no text.
    private static readonly string[] Passed = [".lock.json", "/package-lock.json", "/SecretTests.cs", ".png", ".ico", ".woff2", ".gz", ".bin", ".db"];

    [Fact]
    public void No_file_has_a_key_or_a_token() => Findings.None(
        from file in Repository.FilesEnding("")
        where !Passed.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))
        from line in File.ReadLines(Repository.Full(file)).Select((text, index) => (Text: text, Number: index + 1))
        where Secret().IsMatch(line.Text)
        select $"{file}:{line.Number}: looks like a secret; a test makes its keys and tokens itself");

    [Theory]
    [InlineData("-----BEGIN", " EC PRIVATE KEY-----")]
    [InlineData("AKIA", "ABCDEFGHIJKLMNOP")]
    [InlineData("ghp_", "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("github_pat_", "11ABCDEFG0abcdefghijkl_mnopq")]
    [InlineData("sk-", "proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD")]
    [InlineData("xoxb-", "1234567890-abcdefghij")]
    [InlineData("AIza", "SyA1234567890abcdefghijklmnopqrstuvw")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9", ".eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlLWhlcmU")]
    [InlineData("npm_", "abcdefghijklmnopqrstuvwxyz0123456789")]
    public void Each_kind_is_seen(string beginning, string rest) => Assert.Matches(Secret(), $"key = \"{beginning}{rest}\"");

    [GeneratedRegex(
        @"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{22,}|\bsk-(proj-|svcacct-|ant-)?[A-Za-z0-9_]{32,}"
        + @"|\bxox[baprs]-[0-9A-Za-z-]{10,}|\bAIza[0-9A-Za-z_-]{35}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|\bnpm_[A-Za-z0-9]{36}")]
    private static partial Regex Secret();
}
