using CodexA2A.Api.Auth;
using CodexA2A.Api.Auth.Jwt;
using CodexA2A.Api.Cards.Signing;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Push;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Cards;

/// <summary>The two cards; made at the first request, when the bound address is known, and again when credentials bring another way to authenticate.</summary>
internal sealed class CardStore(
    PublicAddress address, CredentialStore credentials, CardSigner signer, IOptions<A2AOptions> options, IOptions<JwtOptions> jwt, IOptions<PushOptions> push,
    IOptions<SeamOptions> seam, TimeProvider time)
{
    private readonly Lock gate = new();
    private volatile Made? made;

    /// <summary>For everybody.</summary>
    public Card Public => Cards.Public;

    /// <summary>For authenticated callers.</summary>
    public Card Extended => Cards.Extended;

    private Made Cards
    {
        get
        {
            var table = credentials.Current;
            if (made is { } known && known.IsOf(table)) return known;
            lock (gate)
            {
                return made is { } other && other.IsOf(table) ? other : made = Make(table);
            }
        }
    }

    private Made Make(CredentialTable table)
    {
        var security = CardSecurity.Schemes(options.Value, jwt.Value, table);
        var builder = new CardBuilder(options.Value, push.Value, security, address.Url, address.Grpc, ExtensionFacts.From(seam.Value, options.Value));
        return new(
            Sign(builder.Public(), "public, max-age=300", Headers.Version),
            Sign(builder.Extended(), "private, max-age=300", $"Authorization, {Headers.Version}, {Headers.Extensions}"),
            table.Schemes);
    }

    private Card Sign(AgentCard card, string cacheControl, string vary) => Card.Create(signer.Sign(card, address.Url), cacheControl, vary, time.GetUtcNow());

    private sealed record Made(Card Public, Card Extended, IReadOnlyList<CredentialScheme> Schemes)
    {
        public bool IsOf(CredentialTable table) => ReferenceEquals(Schemes, table.Schemes) || Schemes.SequenceEqual(table.Schemes);
    }
}
