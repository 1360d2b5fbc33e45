using CodexA2A.Runner.Exec;
using CodexA2A.Runner.Mapping.Exec;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.Exec;

/// <summary>When gathered output goes out.</summary>
public sealed class ExecOutputsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_first_piece_is_due_at_once_and_the_next_ones_join_until_the_window_is_over()
    {
        var outputs = new ExecOutputs(TimeSpan.FromMilliseconds(25), 100, _time);
        Assert.Null(outputs.Due());
        Assert.Null(outputs.Add(Chunk("a")));
        Assert.Equal(TimeSpan.Zero, outputs.Due());
        Assert.Equal("a"u8.ToArray(), outputs.Take()!.Value.Bytes);

        Assert.Null(outputs.Add(Chunk("b")));
        Assert.Null(outputs.Add(Chunk("c")));
        Assert.Equal(TimeSpan.FromMilliseconds(25), outputs.Due());
        _time.Advance(TimeSpan.FromMilliseconds(25));
        Assert.Equal(TimeSpan.Zero, outputs.Due());
        Assert.Equal("bc"u8.ToArray(), outputs.Take()!.Value.Bytes);
        Assert.Null(outputs.Take());
    }

    [Fact]
    public void The_other_stream_and_the_size_let_it_out()
    {
        var outputs = new ExecOutputs(TimeSpan.FromSeconds(1), 3, _time);
        outputs.Add(Chunk("ab"));
        Assert.Equal(("ab", "stdout"), Read(outputs.Add(Chunk("c", ExecChunk.Stderr))));
        Assert.Null(outputs.Add(Chunk("de", ExecChunk.Stderr)));
        Assert.Equal(("cde", "stderr"), Read(outputs.Add(Chunk("f", ExecChunk.Stderr))));
        outputs.Add(new ExecChunk(ExecChunk.Stderr, [], CapReached: true));
        Assert.True(outputs.Take()!.Value.CapReached);
    }

    private static (string, string) Read(ExecChunk? chunk) => (System.Text.Encoding.ASCII.GetString(chunk!.Value.Bytes), chunk.Value.Stream);

    private static ExecChunk Chunk(string text, string stream = "stdout") => new(stream, System.Text.Encoding.ASCII.GetBytes(text), CapReached: false);
}
