using CodexA2A.Api.Auth;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Push;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Cards;

/// <summary>The two cards; made at the first request, when the bound address is known.</summary>
internal sealed class CardStore
{
    private readonly Lazy<Card> publicCard;
    private readonly Lazy<Card> extendedCard;

    public CardStore(PublicAddress address, CredentialTable credentials, IOptions<A2AOptions> options, IOptions<PushOptions> push)
    {
        var builder = new Lazy<CardBuilder>(() => new CardBuilder(options.Value, push.Value, credentials, address.Url));
        publicCard = new(() => Card.Create(builder.Value.Public(), "public, max-age=300", Headers.Version));
        extendedCard = new(() => Card.Create(builder.Value.Extended(), "private, max-age=300", $"Authorization, {Headers.Version}"));
    }

    /// <summary>For everybody.</summary>
    public Card Public => publicCard.Value;

    /// <summary>For authenticated callers.</summary>
    public Card Extended => extendedCard.Value;
}
