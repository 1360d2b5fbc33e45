namespace CodexA2A.Api.Tests.Captures;

/// <summary>Compares the headers that belong to the protocol, and the lines of frames.</summary>
internal static class Heads
{
    private static readonly string[] Compared =
        ["content-type", "cache-control", "x-accel-buffering", "a2a-extensions", "x-a2a-extensions", "a2a-version", "vary"];

    public static IEnumerable<string> Differences(Got recorded, Got own, Comparison names)
    {
        foreach (var name in Compared)
        {
            // The client of gRPC keeps it to itself.
            if (recorded.Headers.GetValueOrDefault("content-type") is "application/grpc+proto" && name == "content-type") continue;
            var (theirs, ours) = (recorded.Headers.GetValueOrDefault(name), own.Headers.GetValueOrDefault(name));
            if (names.Translate(theirs ?? "") != (ours ?? "")) yield return $"header {name}: {theirs ?? "none"} → {ours ?? "none"}";
        }

        // The tag of an answer is the web framework's, but that of a card.
        if (recorded.Headers.TryGetValue("etag", out var tag) && own.Headers.TryGetValue("etag", out var ourTag)) names.Learn(tag, ourTag);
        var (frames, ourFrames) = (Lines(recorded), Lines(own));
        if (frames != ourFrames) yield return $"frames: {frames} → {ourFrames}";
    }

    private static string Lines(Got got) =>
        string.Join(" | ", got.Frames.Select(frame => string.Join(' ', frame.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]))).Distinct());
}
