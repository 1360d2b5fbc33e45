using System.Security.Cryptography;
using System.Text.Json;

namespace CodexA2A.Cli.Cards;

/// <summary>Fetches a card and its keys, and checks the one by the other.</summary>
/// <param name="fetch">Gets a document, or throws <see cref="HttpRequestException"/>.</param>
internal sealed class CardVerification(Func<Uri, CancellationToken, Task<byte[]>> fetch)
{
    private const string CardPath = ".well-known/agent-card.json";

    /// <summary>Where the card of an agent is.</summary>
    public static Uri CardUrl(Uri agent) => new(agent.AbsolutePath.EndsWith('/') ? agent : new UriBuilder(agent) { Path = agent.AbsolutePath + "/" }.Uri, CardPath);

    /// <summary>All that was found.</summary>
    /// <param name="agent">Address of the agent.</param>
    /// <param name="keySet">Where the keys are; null for what the card says, as far as that is the card's own origin.</param>
    /// <param name="pem">The key instead; null to use a key set.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<CardFinding>> RunAsync(Uri agent, Uri? keySet, string? pem, CancellationToken cancellationToken)
    {
        var url = CardUrl(agent);
        CardCheck check;
        try
        {
            check = new CardCheck(await fetch(url, cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            return [new(Verdict.Wrong, $"{url}: {exception.Message}")];
        }
        catch (JsonException)
        {
            return [new(Verdict.Wrong, $"{url} is no agent card: it must be a JSON object that gives no name twice.")];
        }

        List<CardFinding> findings = [new(Verdict.Holds, $"{check.Title()} at {url}"), .. check.Members()];
        if (check.Signatures.Count == 0) findings.Add(new(Verdict.Wrong, "The card is not signed."));
        var sets = new Dictionary<string, VerificationKeys>(StringComparer.Ordinal);
        foreach (var signature in check.Signatures)
        {
            findings.Add(signature is null
                ? new(Verdict.Wrong, "A signature cannot be read: it needs protected with alg and kid, and signature.", IsSignature: true)
                : await CheckAsync(check, signature, url, keySet, pem, sets, cancellationToken));
        }

        return findings;
    }

    private async Task<CardFinding> CheckAsync(
        CardCheck check, CardSignatureHeader signature, Uri card, Uri? keySet, string? pem, Dictionary<string, VerificationKeys> sets, CancellationToken cancellationToken)
    {
        var name = $"Signature by {signature.Algorithm} key {signature.KeyId}";
        var where = keySet;
        if (pem is null && where is null)
        {
            if (!Uri.TryCreate(signature.KeySetUrl, UriKind.Absolute, out where)) return new(Verdict.Open, $"{name} does not say where its key is; give --jwks or --key.", IsSignature: true);
            // Whoever changed the card would name a key set of theirs.
            if (Uri.Compare(where, card, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
            {
                return new(Verdict.Open, $"{name} names a key set of another origin, which proves nothing by itself: {where}. If you trust it, give it with --jwks.", IsSignature: true);
            }
        }

        var place = where?.AbsoluteUri ?? "the file of --key";
        try
        {
            if (!sets.TryGetValue(place, out var keys))
            {
                keys = sets[place] = pem is not null ? VerificationKeys.FromPem(pem) : VerificationKeys.FromKeySet(await fetch(where!, cancellationToken));
            }

            return check.Check(signature, keys);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or CryptographicException)
        {
            return new(Verdict.Wrong, $"{name}: no keys from {place}: {exception.Message}", IsSignature: true);
        }
    }
}
