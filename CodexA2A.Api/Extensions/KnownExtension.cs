using System.Text.Json.Nodes;
using CodexA2A.Api.Hosting;

namespace CodexA2A.Api.Extensions;

/// <summary>An extension that this service knows: one entry of the registry, from which card, page, OpenAPI and negotiation come.</summary>
internal sealed record KnownExtension
{
    /// <summary>Its name on the card.</summary>
    public required string Uri { get; init; }

    /// <summary>An older name that means the same; null when there is none.</summary>
    public string? Alias { get; init; }

    /// <summary>What it is for, on the card.</summary>
    public required string Description { get; init; }

    /// <summary>Its params on every card. Texts only, and nothing empty: a signature must survive clients that read numbers as fractions.</summary>
    public required Func<ExtensionFacts, JsonObject> Params { get; init; }

    /// <summary>True for one that is methods and nothing else: who is not known cannot call them, and is not told of them.</summary>
    public bool OnExtendedCardOnly { get; init; }

    /// <summary>The JSON-RPC methods that belong to it; on the extended card.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>The reasons of errors that are its own; on the extended card.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Whether the settings have it on; what is off is on no card, and its methods are not there.</summary>
    public Func<A2AOptions, bool> IsOn { get; init; } = _ => true;

    /// <summary>The setting that turns it on and off; null for one that is always on.</summary>
    public string? Setting { get; init; }

    /// <summary>Whether a client means this extension.</summary>
    public bool Is(string uri) => uri == Uri || uri == Alias;

    /// <summary>Whether a client means this extension by one of these.</summary>
    public bool IsIn(IEnumerable<string>? uris) => uris is not null && uris.Any(Is);

    /// <summary>What a card says of it.</summary>
    /// <param name="facts">The limits that are configured.</param>
    /// <param name="extended">True for the card of authenticated callers.</param>
    public JsonObject CardParams(ExtensionFacts facts, bool extended)
    {
        var parameters = Params(facts);
        if (extended && Methods.Count > 0) parameters["methods"] = Json.Strings(Methods);
        if (extended && Errors.Count > 0) parameters["errors"] = Json.Strings(Errors);
        if (Alias is not null) parameters["alias"] = Alias;
        return parameters;
    }
}
