using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.Runner.Mapping.Text;

/// <summary>
/// The last bound of JSON that was put together from many pieces, each of them bounded by itself. What is cut is marked in the
/// object that held it: <c>truncated_bytes</c> for texts, <c>truncated_count</c> for entries of lists and members.
/// </summary>
internal static class FittedJson
{
    private const string Bytes = "truncated_bytes";
    private const string Count = "truncated_count";

    // How long a text and how many entries may be; each step is tried only if the one before was not enough.
    private static readonly (int TextBytes, int Entries)[] Steps = [(16 * 1024, 512), (2 * 1024, 128), (512, 64), (128, 16), (32, 4)];

    /// <summary>Cuts <paramref name="root"/> in place until its JSON has at most <paramref name="maxBytes"/>.</summary>
    public static void Fit(JsonObject root, int maxBytes)
    {
        foreach (var (text, entries) in Steps)
        {
            if (Encoding.UTF8.GetByteCount(root.ToJsonString()) <= maxBytes)
            {
                return;
            }

            CutMembers(root, text, entries, isRoot: true);
        }
    }

    private static void CutMembers(JsonObject holder, int textBytes, int entries, bool isRoot)
    {
        var dropped = 0;
        if (!isRoot && holder.Count > entries)
        {
            foreach (var (name, _) in holder.Skip(entries).ToList())
            {
                holder.Remove(name);
                dropped++;
            }
        }

        foreach (var (name, value) in holder.ToList())
        {
            if (value is JsonValue && CutText(value, textBytes) is { TruncatedBytes: > 0 } cut)
            {
                holder[name] = cut.Text;
                Add(holder, Bytes, cut.TruncatedBytes);
            }

            dropped += CutBelow(value, textBytes, entries);
        }

        Add(holder, Count, dropped);
    }

    private static int CutBelow(JsonNode? value, int textBytes, int entries)
    {
        if (value is JsonObject inner)
        {
            CutMembers(inner, textBytes, entries, isRoot: false);
            return 0;
        }

        if (value is not JsonArray list)
        {
            return 0;
        }

        var dropped = Math.Max(0, list.Count - entries);
        if (dropped > 0)
        {
            list.RemoveRange(entries, dropped);
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonValue text && CutText(text, textBytes) is { TruncatedBytes: > 0 } cut)
            {
                list[i] = cut.Text;
            }
            else
            {
                dropped += CutBelow(list[i], textBytes, entries);
            }
        }

        return dropped;
    }

    private static BoundedText? CutText(JsonNode value, int maxBytes) =>
        value.AsValue().TryGetValue(out string? text) && text.Length > maxBytes / 8 && JsonSize.Of(text) > maxBytes
            ? BoundedText.FirstAndLast(text, Math.Max(8, (int)((long)maxBytes * Encoding.UTF8.GetByteCount(text) / JsonSize.Of(text))))
            : null;

    private static void Add(JsonObject holder, string name, long more)
    {
        if (more > 0)
        {
            holder[name] = more + (holder[name] is JsonValue before && before.TryGetValue(out long value) ? value : 0);
        }
    }
}
