namespace CodexA2A.Api.Cards.Signing;

/// <summary>Serves the public keys that cards are signed with (RFC 7517); to everybody, as the card itself. Without keys the set is not there.</summary>
internal sealed class KeySetEndpoint(CardSigner signer, TimeProvider time)
{
    /// <summary>Where the key set is, below the public URL.</summary>
    public const string Path = "/.well-known/jwks.json";

    private readonly Card keySet = Card.Create(signer.KeySet(), "public, max-age=300", "", time.GetUtcNow());

    /// <summary>Maps its route.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        if (!signer.IsEmpty) routes.MapMethods(Path, ["GET", "HEAD"], http => CardEndpoint.WriteAsync(http, keySet));
    }
}
