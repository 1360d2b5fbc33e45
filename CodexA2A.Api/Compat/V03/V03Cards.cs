using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Cards;
using CodexA2A.Api.Compat.V03.Translators;
using CodexA2A.Api.Dialects;
using CodexA2A.Api.Hosting;
using CodexA2A.Protocol.Json;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Compat.V03;

/// <summary>The cards of 0.3, made of those of 1.0, and which card a request at the well-known path gets.</summary>
internal sealed class V03Cards(CardStore cards, IOptions<A2AOptions> options)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = A2AJson.Options.Encoder, TypeInfoResolver = A2AJson.Options.TypeInfoResolver };

    private readonly OfCard own = new(() => cards.Public, card => Make(card, CardTranslator.ToRpc, "03"));
    private readonly OfCard union = new(() => cards.Public, card => Make(card, CardTranslator.Union, "both"));
    private readonly ConditionalWeakTable<Card, Card> extended = [];
    private readonly ConditionalWeakTable<Card, Card> extendedRest = [];

    /// <summary>For everybody, in 0.3.</summary>
    public Card Public => own.Value;

    /// <summary>For authenticated callers, over JSON-RPC.</summary>
    public async Task<Card> ExtendedAsync() => extended.GetValue(await cards.ExtendedAsync(), card => Make(card, CardTranslator.ToRpc, "03"));

    /// <summary>For authenticated callers, over HTTP+JSON.</summary>
    public async Task<Card> ExtendedRestAsync() => extendedRest.GetValue(await cards.ExtendedAsync(), card => Make(card, CardTranslator.ToRest, "03-rest"));

    /// <summary>The public card in the version asked for; both in one for who asks for none, as old clients and plain fetches do.</summary>
    public Card For(HttpRequest request) => (options.Value.ServeV03, Versions.Asked(request)) switch
    {
        (false, _) => cards.Public,
        (true, "") => options.Value.LegacyCardFields ? union.Value : cards.Public,
        (true, var asked) => Versions.MajorMinor(asked) == ProtocolVersions.V03 ? own.Value : cards.Public,
    };

    private static Card Make(Card card, Func<AgentCard, JsonObject> translate, string form) =>
        card.With(Encoding.UTF8.GetBytes(translate(A2AJson.Deserialize<AgentCard>(card.Json.Span)).ToJsonString(Json)), form);
}
