using CodexA2A.Api.Extensions;
using CodexA2A.Api.Hosting;

namespace CodexA2A.Api.Cards;

/// <summary>The extensions of the registry as a card says them.</summary>
internal static class CardExtensions
{
    /// <summary>The extensions; with their methods and errors on the extended card.</summary>
    /// <param name="options">What is on.</param>
    /// <param name="facts">The limits that are configured.</param>
    /// <param name="extended">True for the card of authenticated callers.</param>
    public static IReadOnlyList<AgentExtension> All(A2AOptions options, ExtensionFacts facts, bool extended) =>
    [
        // What a client must activate it must be told of.
        .. KnownExtensions.All.Where(known => known.IsOn(options) && (extended || !known.OnExtendedCardOnly || options.RequiredExtensions.Any(known.Is))).Select(known => new AgentExtension
        {
            Uri = known.Uri,
            Description = known.Description,
            Required = options.RequiredExtensions.Any(known.Is),
            Params = known.CardParams(facts, extended),
        }),
    ];
}
