using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CodexA2A.Benchmarks.Workers;

/// <summary>The moment at which an event was handed in, inside its text as <c>@TICKS;</c>: the clock that never steps is the same one in all processes of a machine.</summary>
internal static class Stamp
{
    private const byte Mark = (byte)'@';

    /// <summary>Text of <paramref name="length"/> characters that begins with the stamp of now.</summary>
    public static string Text(int length) =>
        string.Create(CultureInfo.InvariantCulture, $"@{TimeProvider.System.GetTimestamp()};").PadRight(length, 'x');

    /// <summary>The same as bytes.</summary>
    public static byte[] Bytes(int length) => Encoding.UTF8.GetBytes(Text(length));

    /// <summary>How old the stamp in this payload is; null when it has none.</summary>
    public static double? AgeMilliseconds(ReadOnlySpan<byte> payload, long now)
    {
        var at = payload.IndexOf(Mark);
        return at >= 0 && Utf8Parser.TryParse(payload[(at + 1)..], out long ticks, out _)
            ? Milliseconds(ticks, now)
            : null;
    }

    /// <summary>From one moment of the clock to another.</summary>
    public static double Milliseconds(long ticks, long now) => (now - ticks) * 1000.0 / TimeProvider.System.TimestampFrequency;
}
