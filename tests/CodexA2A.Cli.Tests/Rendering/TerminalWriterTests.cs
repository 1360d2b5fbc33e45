using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Tests.Rendering;

public sealed class TerminalWriterTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("grüße 日本 😀", "grüße 日本 😀")]
    [InlineData("a\tb\nc", "a\tb\nc")]
    [InlineData("a\r\nb", "a\nb")]
    [InlineData("a\rb", "a␍b")]
    [InlineData("\u001b[31mred\u001b]0;title\u0007", "␛[31mred␛]0;title␇")]
    [InlineData("\u0000\u007f", "␀␡")]
    [InlineData("\u009b2J", "\ufffd2J")]
    [InlineData("a\u202eb\u2066c", "a\ufffdb\ufffdc")]
    public void An_agent_cannot_drive_the_terminal(string text, string expected) => Assert.Equal(expected, TerminalWriter.Safe(text));

    [Fact]
    public void Colour_is_put_around_the_text_only_where_it_is_wanted()
    {
        Assert.Equal("\u001b[32mok\u001b[0m", Written(colour: true, writer => writer.Write("ok", Tone.Good)));
        Assert.Equal("ok", Written(colour: false, writer => writer.Write("ok", Tone.Good)));
        Assert.Equal("ok", Written(colour: true, writer => writer.Write("ok")));
    }

    [Fact]
    public void A_line_begins_on_a_line_of_its_own() => Assert.Equal("half\nline\n", Written(colour: false, writer =>
    {
        writer.Write("half");
        Assert.False(writer.AtLineStart);
        writer.Line("line");
        writer.FreshLine();
    }));

    private static string Written(bool colour, Action<TerminalWriter> write)
    {
        using var text = new StringWriter { NewLine = "\n" };
        write(new TerminalWriter(text, colour));
        return text.ToString();
    }
}
