using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CodexA2A.Protocol.Json;

/// <summary>The one form of a JSON value that signatures and digests are made over (RFC 8785): members sorted, no space, one way to write each text and number.</summary>
public static class CanonicalJson
{
    /// <summary>The canonical form.</summary>
    /// <param name="value">A value without names given twice.</param>
    /// <returns>UTF-8.</returns>
    public static byte[] Write(JsonElement value)
    {
        var output = new StringBuilder();
        Write(output, value);
        return Encoding.UTF8.GetBytes(output.ToString());
    }

    private static void Write(StringBuilder output, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                output.Append('{');
                // By UTF-16 code units, whatever the language of the machine.
                List(output, value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal), static (text, member) =>
                {
                    Text(text, member.Name);
                    text.Append(':');
                    Write(text, member.Value);
                });
                output.Append('}');
                break;
            case JsonValueKind.Array:
                output.Append('[');
                List(output, value.EnumerateArray(), Write);
                output.Append(']');
                break;
            case JsonValueKind.String:
                Text(output, value.GetString()!);
                break;
            case JsonValueKind.Number:
                output.Append(CanonicalNumber.Write(value.GetDouble()));
                break;
            default:
                output.Append(value.GetRawText());
                break;
        }
    }

    private static void List<T>(StringBuilder output, IEnumerable<T> items, Action<StringBuilder, T> write)
    {
        var first = true;
        foreach (var item in items)
        {
            if (!first) output.Append(',');
            first = false;
            write(output, item);
        }
    }

    private static void Text(StringBuilder output, string text)
    {
        output.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => output.Append("\\\""),
                '\\' => output.Append("\\\\"),
                '\b' => output.Append("\\b"),
                '\t' => output.Append("\\t"),
                '\n' => output.Append("\\n"),
                '\f' => output.Append("\\f"),
                '\r' => output.Append("\\r"),
                < ' ' => output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => output.Append(c),
            };
        }

        output.Append('"');
    }
}
