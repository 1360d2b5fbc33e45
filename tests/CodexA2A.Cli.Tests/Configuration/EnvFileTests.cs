using CodexA2A.Cli.Configuration;

namespace CodexA2A.Cli.Tests.Configuration;

public sealed class EnvFileTests
{
    [Theory]
    [InlineData("A=1", "1")]
    [InlineData("export A=1", "1")]
    [InlineData("  A = 1  ", "1")]
    [InlineData("A=", "")]
    [InlineData("A=\"x y # z\"", "x y # z")]
    [InlineData("A='x\"y'", "x\"y")]
    [InlineData("A=x # comment", "x")]
    [InlineData("A=x#y", "x#y")]
    [InlineData("A='x' # comment", "x")]
    [InlineData("A=$HOME/`id`", "$HOME/`id`")]
    [InlineData("# head\n\nA=1\r\nA=2\r\n", "2")]
    [InlineData("\uFEFFA=1", "1")]
    [InlineData("A=[{\"scheme\":\"bearer\",\"token\":\"t\"}]", "[{\"scheme\":\"bearer\",\"token\":\"t\"}]")]
    [InlineData("A=\"x\\\"y\\\\z\\n\\$1\"", "x\"y\\z\n$1")]
    [InlineData("A=\"C:\\data\"", "C:\\data")]
    [InlineData("A='x\\ny'", "x\\ny")]
    [InlineData("A=\"one\r\n two # no comment\r\nthree\" # comment\r\nB=2", "one\n two # no comment\nthree")]
    [InlineData("A='[\n  1\n]'\nB=2", "[\n  1\n]")]
    public void Lines_are_assignments(string text, string expected) => Assert.Equal(expected, EnvFile.Parse(text)["A"]);

    [Theory]
    [InlineData("A", 1)]
    [InlineData("ok=1\n=2", 2)]
    [InlineData("1A=2", 1)]
    [InlineData("A B=2", 1)]
    [InlineData("A=\"open", 1)]
    [InlineData("B=1\nA=\"open\nC=2\n", 2)]
    [InlineData("A='one\ntwo' three", 1)]
    [InlineData("A='x'y", 1)]
    public void What_is_no_assignment_is_named_by_line_and_not_shown(string text, int line)
    {
        var error = Assert.Throws<FormatException>(() => EnvFile.Parse(text));
        Assert.Equal($"Line {line} of the environment file is not NAME=value.", error.Message);
    }
}
