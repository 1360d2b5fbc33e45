namespace CodexA2A.Api.Extensions;

/// <summary>An extension that this service knows, under its own name and an older one.</summary>
/// <param name="Uri">Its name on the card.</param>
/// <param name="Alias">The older name; both mean the same.</param>
internal sealed record KnownExtension(string Uri, string Alias)
{
    public bool Is(string uri) => uri == Uri || uri == Alias;

    public bool IsIn(IEnumerable<string>? uris) => uris is not null && uris.Any(Is);
}

/// <summary>The extensions and their activation (A2A 1.0, 4.6).</summary>
internal static class KnownExtensions
{
    public static readonly KnownExtension SessionBinding = new("urn:codex-a2a:extension:session-binding:v1", "urn:a2a:session-binding/v1");

    public static readonly KnownExtension StreamHints = new("urn:codex-a2a:extension:stream-hints:v1", "urn:a2a:stream-hints/v1");

    public static readonly KnownExtension InteractiveInterrupt = new("urn:codex-a2a:extension:interactive-interrupt:v1", "urn:a2a:interactive-interrupt/v1");

    private static readonly KnownExtension[] All = [SessionBinding, StreamHints, InteractiveInterrupt];

    /// <summary>The URIs of a header: comma-separated, trimmed, once each, in order; at most 32.</summary>
    public static IReadOnlyList<string> Parse(IEnumerable<string?> lines) =>
        [.. lines.SelectMany(line => line?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
            .Distinct(StringComparer.Ordinal).Take(32)];

    /// <summary>Those of <paramref name="requested"/> that are known, as the client wrote them.</summary>
    public static IReadOnlyList<string> Activated(IReadOnlyList<string> requested) =>
        requested.Count == 0 ? [] : [.. requested.Where(uri => All.Any(known => known.Is(uri)))];
}
