using System.Security.Cryptography;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Cards;

/// <summary>A card, ready to send.</summary>
/// <param name="Json">UTF-8 JSON.</param>
/// <param name="ETag">Its entity tag, quoted.</param>
/// <param name="CacheControl">Who may keep it for how long.</param>
/// <param name="Vary">The request headers it depends on.</param>
internal sealed record Card(ReadOnlyMemory<byte> Json, string ETag, string CacheControl, string Vary)
{
    public static Card Create(AgentCard card, string cacheControl, string vary)
    {
        var json = A2AJson.Serialize(card);
        return new Card(json, TagOf(json), cacheControl, vary);
    }

    /// <summary>The same card in other words.</summary>
    public Card With(ReadOnlyMemory<byte> json) => this with { Json = json, ETag = TagOf(json.Span) };

    private static string TagOf(ReadOnlySpan<byte> json) => $"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 8))}\"";
}
