using CodexA2A.Api.Extensions;

namespace CodexA2A.Api.Cards;

/// <summary>The extensions of the registry as a card says them.</summary>
internal static class CardExtensions
{
    /// <summary>The extensions; with their methods and errors on the extended card.</summary>
    /// <param name="facts">The limits that are configured.</param>
    /// <param name="required">URIs, under either name, that clients must activate.</param>
    /// <param name="extended">True for the card of authenticated callers.</param>
    public static IReadOnlyList<AgentExtension> All(ExtensionFacts facts, IEnumerable<string> required, bool extended) =>
    [
        // What a client must activate it must be told of.
        .. KnownExtensions.All.Where(known => extended || !known.OnExtendedCardOnly || required.Any(known.Is)).Select(known => new AgentExtension
        {
            Uri = known.Uri,
            Description = known.Description,
            Required = required.Any(known.Is),
            Params = known.CardParams(facts, extended),
        }),
    ];
}
