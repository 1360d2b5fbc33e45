using System.Text;

namespace CodexA2A.Protocol;

/// <summary>Makes the content of parts smaller.</summary>
internal static class PartCut
{
    /// <summary>Parts with about <paramref name="cap"/> bytes of content: each large one is shortened inside, then parts in the middle go. The list itself where it is small enough.</summary>
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

    /// <summary>Keeps parts from both ends as long as they fit, the last one always. Data keeps some of its shape when shortened, so the limit has slack.</summary>
    private static long DropMiddle(List<Part> parts, int cap)
    {
        if (parts.Count < 2 || parts.Sum(Size) <= 2L * cap) return 0;
        int head = 0, tail = parts.Count - 1;
        var room = cap - Size(parts[tail]);
        for (var fromEnd = false; head < tail; fromEnd = !fromEnd)
        {
            var next = Size(parts[fromEnd ? tail - 1 : head]);
            if (next > room) break;
            room -= next;
            if (fromEnd) tail--;
            else head++;
        }
        var cut = parts.GetRange(head, tail - head).Sum(Size);
        parts.RemoveRange(head, tail - head);
        return cut;
    }
}
