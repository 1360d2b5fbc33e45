using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Cards;

/// <summary>A document that changes with the settings only, ready to send: a card, a key set, the description of the REST binding.</summary>
/// <param name="Json">UTF-8 JSON.</param>
/// <param name="ETag">Its entity tag, quoted.</param>
/// <param name="CacheControl">Who may keep it for how long.</param>
/// <param name="Vary">The request headers it depends on; empty for none.</param>
internal sealed record Card(ReadOnlyMemory<byte> Json, string ETag, string CacheControl, string Vary)
{
    /// <summary>Since when it is as it is, as far as this process knows; whole seconds.</summary>
    public required DateTimeOffset LastModified { get; init => field = new(value.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero); }

    /// <summary>A card.</summary>
    /// <param name="card">What it says.</param>
    /// <param name="cacheControl">Who may keep it for how long.</param>
    /// <param name="vary">The request headers it depends on.</param>
    /// <param name="now">The time at which it is made.</param>
    public static Card Create(AgentCard card, string cacheControl, string vary, DateTimeOffset now)
    {
        // Every process makes signatures of its own, and with them bytes of its own; it is the same card nevertheless.
        var signed = card.Signatures is { Count: > 0 };
        return Create(A2AJson.Serialize(card), cacheControl, vary, now) with { ETag = (signed ? "W/" : "") + Tag(A2AJson.Serialize(card with { Signatures = null }), card.Signatures) };
    }

    /// <summary>Any document.</summary>
    public static Card Create(byte[] json, string cacheControl, string vary, DateTimeOffset now) => new(json, Tag(json, null), cacheControl, vary) { LastModified = now };

    /// <summary>The same card in other words, which <paramref name="form"/> names in its tag.</summary>
    public Card With(ReadOnlyMemory<byte> json, string form) => this with { Json = json, ETag = $"{ETag[..^1]}-{form}\"" };

    private static string Tag(byte[] json, IReadOnlyList<AgentCardSignature>? signatures)
    {
        // By whom it is signed belongs to it.
        var headers = Encoding.ASCII.GetBytes(string.Join('.', signatures?.Select(signature => signature.Protected) ?? []));
        return string.Create(CultureInfo.InvariantCulture, $"\"{Convert.ToHexStringLower(SHA256.HashData([.. json, .. headers]).AsSpan(0, 8))}\"");
    }
}
