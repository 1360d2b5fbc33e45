using CodexA2A.Api.Extensions.Exec;

namespace CodexA2A.Api.Tests.Extensions;

/// <summary>A command line to words, as Python's shlex does it for the predecessor.</summary>
public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("ls -la", "ls|-la")]
    [InlineData("  a \t b\nc ", "a|b|c")]
    [InlineData("sh -c 'echo \"hi\" $x'", "sh|-c|echo \"hi\" $x")]
    [InlineData("a\"b c\"'d e'f", "ab cd ef")]
    [InlineData("''", "")]
    [InlineData("a '' b", "a||b")]
    [InlineData("a\\ b", "a b")]
    [InlineData("\"a\\\"b\\\\c\\d\"", "a\"b\\c\\d")]
    [InlineData("'a\\'", "a\\")]
    public void Words_are_those_of_a_shell_that_expands_nothing(string line, string words) => Assert.Equal(words, string.Join('|', CommandWords.Split(line, "f")));

    [Theory]
    [InlineData("'a")]
    [InlineData("a \"b")]
    [InlineData("a\\")]
    public void What_is_not_closed_is_refused(string line) =>
        Assert.Equal("request.command", Assert.Single(Assert.Throws<A2AException>(() => CommandWords.Split(line, "request.command")).FieldViolations).Field);

    [Fact]
    public void Nothing_has_no_words() => Assert.Empty(CommandWords.Split("  ", "f"));
}
