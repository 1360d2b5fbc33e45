using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Cards.Signing;

/// <summary>What a signature of a card is made over (A2A 1.0, 8.4): the card without its signatures, in canonical form.</summary>
internal static class CardPayload
{
    /// <summary>
    /// The two readings of the specification that are in use; one, where they are the same. First what the official SDKs verify,
    /// which leave out everything empty, even <c>{}</c> as the scopes of a scheme that has none; then the card as it stands.
    /// </summary>
    /// <param name="card">UTF-8 JSON of a card of A2A 1.0, with or without signatures.</param>
    /// <exception cref="JsonException">Not JSON, or a name given twice.</exception>
    public static IReadOnlyList<byte[]> Of(ReadOnlySpan<byte> card)
    {
        var parsed = JsonNode.Parse(card, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject
            ?? throw new JsonException("A card is an object.");
        parsed.Remove("signatures");
        var asItStands = CanonicalJson.Write(A2AJson.ToElement(parsed));
        var cleaned = CanonicalJson.Write(A2AJson.ToElement(Clean(parsed) ?? new JsonObject()));
        return asItStands.AsSpan().SequenceEqual(cleaned) ? [cleaned] : [cleaned, asItStands];
    }

    private static JsonNode? Clean(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                var kept = new JsonObject();
                foreach (var (name, value) in members)
                {
                    if (Clean(value) is { } clean) kept[name] = clean;
                }

                return kept.Count > 0 ? kept : null;
            case JsonArray items:
                var list = new JsonArray([.. items.Select(Clean).Where(item => item is not null)]);
                return list.Count > 0 ? list : null;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String && text.GetValue<string>().Length == 0:
                return null;
            default:
                return node?.DeepClone();
        }
    }
}
