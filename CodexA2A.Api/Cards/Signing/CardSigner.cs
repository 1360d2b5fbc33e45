using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Hosting;
using CodexA2A.Protocol.Json;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Cards.Signing;

/// <summary>Signs the cards with every configured key (A2A 1.0, 8.4), so that a key can be changed while clients still know the old one.</summary>
internal sealed partial class CardSigner : IDisposable
{
    private readonly IReadOnlyList<SigningKey> keys;

    public CardSigner(IOptions<A2AOptions> options, ILogger<CardSigner> logger)
    {
        var files = options.Value.CardSigningKeyFiles;
        keys = [.. files.Select(SigningKeyFiles.Read).DistinctBy(key => key.Id)];
        foreach (var file in files.Where(SigningKeyFiles.IsOpen))
        {
            LogOpen(logger, file);
        }
    }

    /// <summary>True when there is nothing to sign with.</summary>
    public bool IsEmpty => keys.Count == 0;

    /// <summary>The ids of the keys.</summary>
    public IEnumerable<string> KeyIds => keys.Select(key => key.Id);

    /// <summary>The public halves, as UTF-8 JSON of a key set (RFC 7517, 5).</summary>
    public byte[] KeySet() => A2AJson.Serialize(new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key.PublicJwk())]) });

    /// <summary>The card with a signature of each key over each form of its payload.</summary>
    /// <param name="card">A card of A2A 1.0.</param>
    /// <param name="url">The public URL, below which the key set is.</param>
    public AgentCard Sign(AgentCard card, string url)
    {
        if (IsEmpty) return card;
        var payloads = CardPayload.Of(A2AJson.Serialize(card));
        return card with { Signatures = [.. keys.SelectMany(key => payloads.Select(payload => Signature(key, payload, url)))] };
    }

    private static AgentCardSignature Signature(SigningKey key, byte[] payload, string url)
    {
        var header = new JsonObject { ["alg"] = "ES256", ["jku"] = url + KeySetEndpoint.Path, ["kid"] = key.Id, ["typ"] = "JOSE" };
        var encoded = Base64Url.EncodeToString(A2AJson.Serialize(header));
        var signature = key.Sign(Encoding.ASCII.GetBytes($"{encoded}.{Base64Url.EncodeToString(payload)}"));
        return new AgentCardSignature { Protected = encoded, Signature = Base64Url.EncodeToString(signature) };
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var key in keys)
        {
            key.Dispose();
        }
    }

    [LoggerMessage(LogLevel.Warning, "{File} holds a private key and can be read by others than its owner; chmod 600 it")]
    private static partial void LogOpen(ILogger logger, string file);
}
