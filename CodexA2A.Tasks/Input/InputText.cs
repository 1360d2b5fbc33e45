using System.Text;
using System.Text.Json;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks;

/// <summary>The words of a message as the agent reads them, and how many they are.</summary>
public static class InputText
{
    private const string Fence = "```json\n";
    private const string EndFence = "\n```";

    /// <summary>Data as text. It is written anew, as the seam writes it, so that it is as long before the seam as behind it.</summary>
    public static string OfData(JsonElement data) => $"{Fence}{Encoding.UTF8.GetString(A2AJson.Serialize(data))}{EndFence}";

    /// <summary>Characters of the part as text: code points; 0 for what is no text.</summary>
    public static long Count(Part part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return part switch
        {
            { Text: { } text } => Count(text),
            { Data: { } data } => Fence.Length + Count(A2AJson.Serialize(data)) + EndFence.Length,
            _ => 0,
        };
    }

    private static long Count(string text)
    {
        // A pair of surrogates is one character.
        var second = 0;
        foreach (var c in text)
        {
            second += char.IsLowSurrogate(c) ? 1 : 0;
        }

        return text.Length - second;
    }

    private static long Count(ReadOnlySpan<byte> utf8)
    {
        var more = 0;
        foreach (var b in utf8)
        {
            more += (b & 0xC0) == 0x80 ? 1 : 0;
        }

        return utf8.Length - more;
    }
}
