using System.Text;
using CodexA2A.Runner.AppServer;
using CsCheck;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class LineBufferTests
{
    [Fact]
    public void Lines_come_out_as_they_went_in_however_they_are_cut()
    {
        var lines = Gen.String[Gen.Char["ab\r é😀{\"\\"], 0, 300].Array[0, 60];
        Gen.Select(lines, Gen.Int[1, 700]).Sample((given, step) =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(given.Select(line => line + "\n")) + "rest");
            var (taken, pending) = Feed(bytes, step, int.MaxValue);
            Assert.Equal(given.Select(line => Normal(line)), taken);
            Assert.Equal(4, pending);
        });
    }

    [Fact]
    public void A_line_longer_than_every_buffer_comes_whole()
    {
        var line = new string('x', 3_000_000);
        var (taken, _) = Feed(Encoding.UTF8.GetBytes($"a\n{line}\nb\n"), 70_000, int.MaxValue);
        Assert.Equal(["a", line, "b"], taken);
    }

    [Fact]
    public void A_line_over_the_limit_is_noticed_before_its_end()
    {
        using var buffer = new LineBuffer(100);
        buffer.Free()[..100].Fill((byte)'x');
        buffer.Filled(100);
        Assert.False(buffer.TryTake(out _));
        Assert.False(buffer.TooLong);
        buffer.Free()[0] = (byte)'x';
        buffer.Filled(1);
        Assert.False(buffer.TryTake(out _));
        Assert.True(buffer.TooLong);
    }

    private static (List<string> Lines, int Pending) Feed(byte[] bytes, int step, int max)
    {
        using var buffer = new LineBuffer(max);
        List<string> lines = [];
        for (var at = 0; at < bytes.Length;)
        {
            var free = buffer.Free();
            Assert.False(free.IsEmpty);
            var count = Math.Min(Math.Min(step, free.Length), bytes.Length - at);
            bytes.AsSpan(at, count).CopyTo(free);
            buffer.Filled(count);
            at += count;
            while (buffer.TryTake(out var line))
                lines.Add(Encoding.UTF8.GetString(line));
        }

        return (lines, buffer.Pending);
    }

    // The bytes of a text with lone surrogates are those of replacement characters; one carriage return at the end goes.
    private static string Normal(string line)
    {
        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line));
        return text.EndsWith('\r') ? text[..^1] : text;
    }
}
