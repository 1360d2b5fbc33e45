using System.Text.Json.Nodes;
using CodexA2A.Api.Auth;
using CodexA2A.Api.Cards.Signing;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Push;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Cards;

/// <summary>The two cards; the extended one says what a runner tells of its sandbox; made at the first request, when the bound address is known.</summary>
internal sealed class CardStore
{
    private readonly Lazy<Card> publicCard;
    private readonly Func<JsonObject?, Card> makeExtended;
    private readonly SandboxReports sandbox;
    private volatile Tuple<string, Card>? extended;

    public CardStore(
        PublicAddress address, CredentialTable credentials, CardSigner signer, IOptions<A2AOptions> options, IOptions<PushOptions> push,
        IOptions<SeamOptions> seam, SandboxReports sandbox, TimeProvider time)
    {
        this.sandbox = sandbox;
        publicCard = new(() => Make(Builder(null).Public(), "public, max-age=300", Headers.Version));
        makeExtended = report => Make(Builder(report).Extended(), "private, max-age=300", $"Authorization, {Headers.Version}, {Headers.Extensions}");

        CardBuilder Builder(JsonObject? report) =>
            new(options.Value, push.Value, credentials, address.Url, address.Grpc, ExtensionFacts.From(seam.Value) with { Sandbox = report });

        Card Make(AgentCard card, string cacheControl, string vary) => Card.Create(signer.Sign(card, address.Url), cacheControl, vary, time.GetUtcNow());
    }

    /// <summary>For everybody.</summary>
    public Card Public => publicCard.Value;

    /// <summary>For authenticated callers; made anew when the sandbox was tried again.</summary>
    public async Task<Card> ExtendedAsync()
    {
        var report = await sandbox.ReadAsync();
        var said = report?.ToJsonString() ?? "";
        if (extended is { } made && made.Item1 == said) return made.Item2;
        var card = makeExtended(report);
        extended = Tuple.Create(said, card);
        return card;
    }
}
