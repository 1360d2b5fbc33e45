using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CodexA2A.Protocol.Json;
using CsCheck;

namespace CodexA2A.Protocol.Tests;

/// <summary>A text that is written in pieces is the text that would be written at once.</summary>
public class LongTextTests
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Words = ["a", "\n", "\"", "\\", "é", "€", "😀", "\u0001", "\ud83d", "\ude00", " "];

    [Fact]
    public void WhateverStandsWhereItIsDivided() =>
        Gen.Select(Gen.Int[-3, 3], Gen.Int[1, 2], Gen.Int[0, Words.Length - 1].Select(i => Words[i]).Array[0, 12]).Sample((offset, pieces, words) =>
        {
            var text = new string('x', (pieces * LongText.Piece) + offset - 3) + string.Concat(words) + new string('y', 10);

            Assert.Equal(
                $$"""{"text":{{AtOnce(text)}}}""",
                Encoding.UTF8.GetString(A2AJson.Serialize(Part.FromText(text))));
            Assert.Equal(AtOnce(text), LongText.Node(text).ToJsonString(A2AJson.Options));
        });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(LongText.Piece)]
    [InlineData(LongText.Piece + 1)]
    [InlineData(1_000_000)]
    public void OfAnyLength(int length)
    {
        var text = string.Concat(Enumerable.Repeat("line\n", (length / 5) + 1))[..length];

        Assert.Equal(text, A2AJson.Deserialize<Part>(A2AJson.Serialize(Part.FromText(text))).Text);
        Assert.Equal(text, LongText.Node(text).GetValue<string>());
        Assert.Equal(A2AJson.Serialize(Part.FromText(text)), LargeJson.Serialize(Part.FromText(text)));
    }

    /// <summary>A writer that is given all at once asks for room for three bytes of each character.</summary>
    [Fact]
    public void ItAsksForLittleRoomAtATime()
    {
        var room = new AskedRoom();
        using (var writer = new Utf8JsonWriter(room, Options))
        {
            A2AJson.Serialize(writer, Part.FromText(string.Concat(Enumerable.Repeat("line\n", 200_000))));
        }

        Assert.InRange(room.Most, 1, 6 * LongText.Piece);
    }

    private static string AtOnce(string text)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Options))
        {
            writer.WriteStringValue(text);
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    private sealed class AskedRoom : IBufferWriter<byte>
    {
        public int Most { get; private set; }

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            Most = Math.Max(Most, sizeHint);
            return new byte[Math.Max(sizeHint, 256)];
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
