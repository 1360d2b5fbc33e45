using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using CodexA2A.Api.Auth;
using CodexA2A.Api.Auth.Jwt;
using CodexA2A.Api.Cards.Signing;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Push;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Cards;

/// <summary>
/// The two cards; made at the first request, when the bound address is known, and again when credentials bring another way to authenticate;
/// the extended one also when a runner tells something else of its sandbox.
/// </summary>
internal sealed class CardStore(
    PublicAddress address, CredentialStore credentials, CardSigner signer, IOptions<A2AOptions> options, IOptions<JwtOptions> jwt, IOptions<PushOptions> push,
    IOptions<SeamOptions> seam, SandboxReports sandbox, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Made?> extended = new(StringComparer.Ordinal);
    private Made? publicCard;

    /// <summary>As many tenants' cards are kept; an issuer may know any number.</summary>
    internal const int MaxTenants = 64;

    /// <summary>For everybody.</summary>
    public Card Public => Of(ref publicCard, null, builder => Sign(builder.Public(), "public, max-age=300", Headers.Version));

    /// <summary>For authenticated callers; its addresses name their tenant, the empty string for none.</summary>
    public async Task<Card> ExtendedAsync(string tenant = "")
    {
        var report = await sandbox.ReadAsync();
        lock (gate)
        {
            if (extended.Count >= MaxTenants && !extended.ContainsKey(tenant)) extended.Remove(extended.Keys.First(one => one.Length > 0));
            ref var made = ref CollectionsMarshal.GetValueRefOrAddDefault(extended, tenant, out _);
            return Of(ref made, report, builder => Sign(builder.Extended(tenant), "private, max-age=300", $"Authorization, {KeyHeader}{Headers.Version}, {Headers.Extensions}"));
        }
    }

    /// <summary>Whoever calls by a key is told by it.</summary>
    private string KeyHeader => credentials.Current.Schemes.Contains(CredentialScheme.ApiKey) ? options.Value.ApiKeyHeader + ", " : "";

    private Card Of(ref Made? made, JsonObject? report, Func<CardBuilder, Card> make)
    {
        var (table, said) = (credentials.Current, report?.ToJsonString());
        lock (gate)
        {
            if (made?.IsOf(table, said) != true) made = new(make(Builder(table, report)), table.Schemes, said);
            return made.Card;
        }
    }

    private CardBuilder Builder(CredentialTable table, JsonObject? report) => new(
        options.Value, push.Value, CardSecurity.Schemes(options.Value, jwt.Value, table), address.Url, address.Grpc,
        ExtensionFacts.From(seam.Value, options.Value) with { Sandbox = report });

    private Card Sign(AgentCard card, string cacheControl, string vary) => Card.Create(signer.Sign(card, address.Url), cacheControl, vary, time.GetUtcNow());

    private sealed record Made(Card Card, IReadOnlyList<CredentialScheme> Schemes, string? Report)
    {
        public bool IsOf(CredentialTable table, string? report) =>
            Report == report && (ReferenceEquals(Schemes, table.Schemes) || Schemes.SequenceEqual(table.Schemes));
    }
}
