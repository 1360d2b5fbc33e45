using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Cli.Cards;

/// <summary>A signature of a card, read (RFC 7515).</summary>
/// <param name="Protected">The protected header as it was signed.</param>
/// <param name="Algorithm"><c>alg</c>.</param>
/// <param name="KeyId"><c>kid</c>.</param>
/// <param name="KeySetUrl"><c>jku</c>; null when there is none.</param>
/// <param name="Signature">The signature itself.</param>
internal sealed record CardSignatureHeader(string Protected, string Algorithm, string KeyId, string? KeySetUrl, byte[] Signature)
{
    /// <summary>Reads one; null when it is none.</summary>
    public static CardSignatureHeader? Read(JsonNode? node)
    {
        if (node is not JsonObject members || Text(members["protected"]) is not { } header || Text(members["signature"]) is not { } signature) return null;
        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(header)) is JsonObject read && Text(read["alg"]) is { } algorithm && Text(read["kid"]) is { } key
                // What must be understood and is not makes the signature worthless (RFC 7515, 4.1.11).
                && read["crit"] is null
                ? new CardSignatureHeader(header, algorithm, key, Text(read["jku"]), Base64Url.DecodeFromChars(signature))
                : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
