using System.Text;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class StderrTailTests
{
    [Fact]
    public async Task The_last_lines_stay_without_colours_and_without_secrets()
    {
        var lines = await DrainAsync(string.Concat(Enumerable.Range(0, 100).Select(i => $"\u001b[2m{i}\u001b[0m \u001b[31mERROR\u001b[0m key sk-12345\r\n")), "sk-12345");
        Assert.Equal(StderrTail.MaxLines, lines.Count);
        Assert.Equal("60 ERROR key [redacted]", lines[0]);
        Assert.Equal("99 ERROR key [redacted]", lines[^1]);
    }

    [Fact]
    public async Task Lines_are_bounded_and_a_last_line_needs_no_end()
    {
        var lines = await DrainAsync(new string('x', 1_000_000) + "\n\n\nlast");
        Assert.Equal([new string('x', StderrTail.MaxLineLength) + "…", "last"], lines);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_do_no_harm()
    {
        var tail = new StderrTail([]);
        await tail.DrainAsync(new MemoryStream([0xff, 0xfe, (byte)'a', 0, 7, (byte)'\n']));
        Assert.Equal(["\ufffd\ufffda"], tail.Lines);
    }

    private static async Task<IReadOnlyList<string>> DrainAsync(string text, params string[] secrets)
    {
        var tail = new StderrTail(secrets);
        await tail.DrainAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        return tail.Lines;
    }
}
