using CodexA2A.Api.Auth;
using CodexA2A.Api.Cards.Signing;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Push;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Cards;

/// <summary>The two cards; made at the first request, when the bound address is known.</summary>
internal sealed class CardStore
{
    private readonly Lazy<Card> publicCard;
    private readonly Lazy<Card> extendedCard;

    public CardStore(
        PublicAddress address, CredentialTable credentials, CardSigner signer, IOptions<A2AOptions> options, IOptions<PushOptions> push,
        IOptions<SeamOptions> seam, TimeProvider time)
    {
        var builder = new Lazy<CardBuilder>(() =>
            new CardBuilder(options.Value, push.Value, credentials, address.Url, address.Grpc, ExtensionFacts.From(seam.Value, options.Value)));
        publicCard = new(() => Make(builder.Value.Public(), "public, max-age=300", Headers.Version));
        extendedCard = new(() => Make(builder.Value.Extended(), "private, max-age=300", $"Authorization, {Headers.Version}, {Headers.Extensions}"));

        Card Make(AgentCard card, string cacheControl, string vary) => Card.Create(signer.Sign(card, address.Url), cacheControl, vary, time.GetUtcNow());
    }

    /// <summary>For everybody.</summary>
    public Card Public => publicCard.Value;

    /// <summary>For authenticated callers.</summary>
    public Card Extended => extendedCard.Value;
}
