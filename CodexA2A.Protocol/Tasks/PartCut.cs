using System.Text;
using System.Text.Json;

namespace CodexA2A.Protocol;

/// <summary>Makes the content of parts smaller.</summary>
internal static class PartCut
{
    /// <summary>
    /// Parts with about <paramref name="cap"/> bytes of content: each large one is shortened inside, then parts in the middle go. The list
    /// itself where it is small enough.
    /// </summary>
    internal static IReadOnlyList<Part> Shrink(IReadOnlyList<Part> parts, int cap, out long cutBytes)
    {
        cutBytes = 0;
        if (parts.Sum(Size) <= cap) return parts;
        var shrunk = new List<Part>(parts.Count);
        foreach (var part in parts)
        {
            shrunk.Add(Shrink(part, cap, out var cut));
            cutBytes += cut;
        }
        cutBytes += DropMiddle(shrunk, cap);
        return cutBytes == 0 ? parts : shrunk;
    }

    private static long Size(Part part) => part.ContentCase switch
    {
        PartContentCase.Text => Encoding.UTF8.GetByteCount(part.Text!),
        PartContentCase.Raw => part.Raw!.Value.Length,
        PartContentCase.Data => DataCut.Size(part.Data!.Value),
        _ => part.Url?.Length ?? 0,
    };

    private static Part Shrink(Part part, int cap, out long cut)
    {
        cut = 0;
        switch (part.ContentCase)
        {
            case PartContentCase.Text:
                var text = TextCut.Middle(part.Text!, cap, out cut);
                return cut == 0 ? part : part with { Text = text };
            case PartContentCase.Raw when part.Raw!.Value.Length > cap:
                cut = part.Raw.Value.Length;
                return part with { Raw = ReadOnlyMemory<byte>.Empty };
            case PartContentCase.Url when part.Url!.Length > cap:
                cut = part.Url.Length;
                return part with { Url = "" };
            case PartContentCase.Data:
                return DataCut.Shrink(part.Data!.Value, cap, out cut) is { } data ? part with { Data = data } : part;
            default:
                return part;
        }
    }

    /// <summary>
    /// Keeps parts from both ends as long as they fit, the last one always, and the last that says how a tool stands: without it nobody
    /// knows what its output is of. Data keeps some of its shape when shortened, so the limit has slack.
    /// </summary>
    private static long DropMiddle(List<Part> parts, int cap)
    {
        if (parts.Count < 2 || parts.Sum(Size) <= 2L * cap) return 0;
        int head = 0, tail = parts.Count - 1;
        var state = parts.FindLastIndex(IsState);
        var room = cap - Size(parts[tail]) - (state >= 0 && state < tail ? Size(parts[state]) : 0);
        for (var fromEnd = false; head < tail; fromEnd = !fromEnd)
        {
            var at = fromEnd ? tail - 1 : head;
            var next = at == state ? 0 : Size(parts[at]);
            if (next > room) break;
            room -= next;
            if (fromEnd) tail--;
            else head++;
        }
        var middle = parts.GetRange(head, tail - head);
        var kept = state >= head && state < tail ? parts[state] : null;
        parts.RemoveRange(head, tail - head);
        if (kept is not null)
        {
            middle.RemoveAt(state - head);
            parts.Insert(head, kept);
        }
        return middle.Sum(Size);
    }

    private static bool IsState(Part part) =>
        part.Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String && kind.ValueEquals("state");
}
