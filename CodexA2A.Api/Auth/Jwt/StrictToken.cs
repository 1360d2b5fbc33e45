using System.Buffers.Text;
using System.Text.Json;

namespace CodexA2A.Api.Auth.Jwt;

/// <summary>
/// A signed token taken apart (RFC 7515, 7519), before anybody has looked at its signature. What is not written as a token must be
/// written is none: readers who differ about it would be told different things by the same signature.
/// </summary>
internal sealed class StrictToken
{
    /// <summary>Longer ones are not looked at.</summary>
    public const int MaxLength = 8 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    private StrictToken(string text, string algorithm, string? keyId, JsonElement claims) => (Text, Algorithm, KeyId, Claims) = (text, algorithm, keyId, claims);

    /// <summary>The token as presented.</summary>
    public string Text { get; }

    /// <summary>What its header says of the signature.</summary>
    public string Algorithm { get; }

    /// <summary>The key that its header names; null for none.</summary>
    public string? KeyId { get; }

    /// <summary>The claims, an object; nobody has vouched for them yet.</summary>
    public JsonElement Claims { get; }

    /// <summary>True of what can be nothing else: three parts that begin as a JSON object does.</summary>
    public static bool LooksLike(string text) => text.StartsWith("eyJ", StringComparison.Ordinal) || text.AsSpan().Count('.') is 2 or 4;

    /// <summary>Takes one apart; null when it is none of ours.</summary>
    public static StrictToken? Read(string text)
    {
        if (text.Length > MaxLength || text.Split('.') is not [var first, var second, var third] || !IsPart(third)) return null;
        if (ReadObject(first) is not { } header || ReadObject(second) is not { } claims) return null;
        // An extension that must be understood is not; keys that come along are not asked for, whatever they are.
        if (header.TryGetProperty("crit", out _) || header.TryGetProperty("b64", out _) || header.TryGetProperty("enc", out _) || header.TryGetProperty("zip", out _)) return null;
        if (!TryText(header, "typ", out var type) || (type is not null && !Types.Contains(type, StringComparer.OrdinalIgnoreCase))) return null;
        if (!TryText(header, "cty", out var content) || content is not null) return null;
        if (!TryText(header, "alg", out var algorithm) || algorithm is null) return null;
        if (!TryText(header, "kid", out var key) || key is { Length: 0 or > 256 }) return null;
        // Bound to a key of its holder (RFC 7800): as a bearer token it is somebody else's.
        return claims.TryGetProperty("cnf", out _) ? null : new(text, algorithm, key, claims);
    }

    /// <summary>A member that is a text, or is not there; false when it is there and is no text.</summary>
    public static bool TryText(JsonElement of, string name, out string? text)
    {
        text = null;
        if (!of.TryGetProperty(name, out var value)) return true;
        if (value.ValueKind != JsonValueKind.String) return false;
        try
        {
            text = value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a character, or bytes that are none.
            return false;
        }
    }

    /// <summary>The decoder would pass over padding and space.</summary>
    private static bool IsPart(string part) => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static JsonElement? ReadObject(string part)
    {
        if (!IsPart(part)) return null;
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
