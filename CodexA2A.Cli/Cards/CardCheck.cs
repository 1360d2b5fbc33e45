using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Cards.Signing;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Cli.Cards;

/// <summary>Checks a card that was fetched: its members, and each of its signatures (A2A 1.0, 8.4).</summary>
internal sealed class CardCheck
{
    private readonly IReadOnlyList<byte[]> payloads;
    private readonly JsonObject card;

    /// <summary>Reads the card.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <exception cref="JsonException">It is none.</exception>
    public CardCheck(ReadOnlySpan<byte> json)
    {
        payloads = CardPayload.Of(json);
        card = JsonNode.Parse(json)!.AsObject();
        Signatures = card["signatures"] is JsonArray list ? [.. list.Select(CardSignatureHeader.Read)] : [];
    }

    /// <summary>Its signatures; null for what is none.</summary>
    public IReadOnlyList<CardSignatureHeader?> Signatures { get; }

    /// <summary>What of its members there is and is not.</summary>
    public IEnumerable<CardFinding> Members()
    {
        try
        {
            A2AJson.Deserialize<AgentCard>(A2AJson.Serialize(card));
        }
        catch (JsonException)
        {
            return [new CardFinding(Verdict.Wrong, "It has not the shape of a card of A2A 1.0: a member is of another kind.")];
        }

        var missing = RequiredMembers.Missing(card).ToList();
        return missing.Count == 0
            ? [new CardFinding(Verdict.Holds, "Every required member is there.")]
            : missing.Select(name => new CardFinding(Verdict.Wrong, $"{name} is missing or empty."));
    }

    /// <summary>Whether one of its signatures holds.</summary>
    /// <param name="signature">One of <see cref="Signatures"/>.</param>
    /// <param name="keys">Where its key may be.</param>
    public CardFinding Check(CardSignatureHeader signature, VerificationKeys keys)
    {
        var name = $"Signature by {signature.Algorithm} key {signature.KeyId}";
        if (signature.Algorithm != "ES256") return new(Verdict.Open, $"{name}: this command knows ES256 only.", IsSignature: true);
        var verdicts = payloads.Select(payload =>
            keys.Verify(signature.KeyId, Encoding.ASCII.GetBytes($"{signature.Protected}.{Base64Url.EncodeToString(payload)}"), signature.Signature)).ToList();
        return verdicts.Contains(true) ? new(Verdict.Holds, name + " holds.", IsSignature: true)
            : verdicts.Contains(false) ? new(Verdict.Wrong, name + " does not hold: the card, or the signature, was changed.", IsSignature: true)
            : new(Verdict.Open, name + ": its key is not among those given.", IsSignature: true);
    }

    /// <summary>The name and version on the card.</summary>
    public string Title() => $"{card["name"]} {card["version"]}".Trim();

    /// <summary>Whether all that was found is enough: nothing is wrong, and a signature holds.</summary>
    public static bool IsGood(IReadOnlyList<CardFinding> findings) =>
        findings.All(finding => finding.Verdict != Verdict.Wrong) && findings.Any(finding => finding is { IsSignature: true, Verdict: Verdict.Holds });
}
