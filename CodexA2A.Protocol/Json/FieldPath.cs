using System.Text.Json;

namespace CodexA2A.Protocol.Json;

/// <summary>The path of a failure in the words of the wire: <c>message.parts[1]</c>.</summary>
internal static class FieldPath
{
    internal static string Of(JsonException error, string prefix)
    {
        var path = (error.Path ?? "$").AsSpan();
        path = path.StartsWith("$.") ? path[2..] : path.TrimStart('$');
        return Join(Join(prefix, path), (error as ShapeException)?.Member);
    }

    private static string Join(string left, ReadOnlySpan<char> right) =>
        right.IsEmpty ? left
        : left.Length == 0 ? right.ToString()
        : right[0] == '[' ? string.Concat(left, right)
        : string.Concat(left, ".", right);
}
