using System.Text;

namespace CodexA2A.Runner.Mapping.Exec;

/// <summary>Bytes of one stream to text, a character that is cut between two pieces kept whole; what is no UTF-8 becomes U+FFFD.</summary>
internal sealed class ExecText
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private byte[] _waiting = [];

    /// <summary>The text of the bytes, and the bytes since the text before; null while they are no whole character.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="last">Nothing more comes: half a character counts as one that is wrong.</param>
    public (string Text, byte[] Bytes)? Add(ReadOnlySpan<byte> bytes, bool last = false)
    {
        var chars = new char[_decoder.GetCharCount(bytes, last)];
        var count = _decoder.GetChars(bytes, chars, last);
        byte[] all = [.. _waiting, .. bytes];
        _waiting = count == 0 ? all : [];
        return count == 0 ? null : (new string(chars, 0, count), all);
    }
}
