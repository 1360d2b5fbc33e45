using CodexA2A.Api.Extensions.Entries;

namespace CodexA2A.Api.Extensions;

/// <summary>The registry of extensions, and their activation (A2A 1.0, 4.6).</summary>
internal static class KnownExtensions
{
    public static KnownExtension SessionBinding => SessionBindingExtension.Entry;

    public static KnownExtension StreamHints => StreamHintsExtension.Entry;

    public static KnownExtension InteractiveInterrupt => InteractiveInterruptExtension.Entry;

    public static KnownExtension InterruptRecovery => InterruptRecoveryExtension.Entry;

    public static KnownExtension EventReplay => EventReplayExtension.Entry;

    public static KnownExtension Idempotency => IdempotencyExtension.Entry;

    public static KnownExtension PushDelivery => PushDeliveryExtension.Entry;

    public static KnownExtension SessionQuery => SessionQueryExtension.Entry;

    public static KnownExtension Discovery => DiscoveryExtension.Entry;

    public static KnownExtension ThreadLifecycle => ThreadLifecycleExtension.Entry;

    public static KnownExtension TurnControl => TurnControlExtension.Entry;

    public static KnownExtension ReviewControl => ReviewControlExtension.Entry;

    public static KnownExtension SessionShell => SessionShellExtension.Entry;

    public static KnownExtension ExecControl => ExecControlExtension.Entry;

    public static KnownExtension ModelSelection => ModelSelectionExtension.Entry;

    public static KnownExtension WireContract => WireContractExtension.Entry;

    public static KnownExtension CompatibilityProfile => CompatibilityProfileExtension.Entry;
    public static KnownExtension SandboxReport => SandboxReportExtension.Entry;

    /// <summary>Every extension, in the order of the card.</summary>
    public static IReadOnlyList<KnownExtension> All { get; } =
    [
        SessionBinding, StreamHints, InteractiveInterrupt, InterruptRecovery, EventReplay, Idempotency, PushDelivery, SessionQuery, Discovery, ThreadLifecycle,
        TurnControl, ReviewControl, SessionShell, ExecControl, ModelSelection, WireContract, CompatibilityProfile, SandboxReport,
    ];

    /// <summary>The extension of this name, the older one included; null when there is none.</summary>
    public static KnownExtension? Find(string uri) => All.FirstOrDefault(known => known.Is(uri));

    /// <summary>The extension that a JSON-RPC method belongs to; null for a method of A2A itself.</summary>
    public static KnownExtension? OfMethod(string method) => All.FirstOrDefault(known => known.Methods.Contains(method, StringComparer.Ordinal));

    /// <summary>The URIs of a header: comma-separated, trimmed, once each, in order; at most 32.</summary>
    public static IReadOnlyList<string> Parse(IEnumerable<string?> lines) =>
        [.. lines.SelectMany(line => line?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
            .Distinct(StringComparer.Ordinal).Take(32)];

    /// <summary>Those of <paramref name="requested"/> that are known, as the client wrote them.</summary>
    public static IReadOnlyList<string> Activated(IReadOnlyList<string> requested) =>
        requested.Count == 0 ? [] : [.. requested.Where(uri => Find(uri) is not null)];
}
