using CodexA2A.Api.Cards;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.OpenApi;

/// <summary>
/// The description of the HTTP+JSON binding, made at the first request. Everybody may read it: it says what the specification
/// and the public card say, and tools that read such descriptions send no credentials.
/// </summary>
internal sealed class OpenApiDocument(CardStore cards, TimeProvider time)
{
    /// <summary>Where it is.</summary>
    public const string Path = "/openapi.json";

    private readonly OfCard document = new(() => cards.Public, card => Card.Create(
        A2AJson.Serialize(OpenApiWriter.Write(A2AJson.Deserialize<AgentCard>(card.Json.Span))), "public, max-age=300", "", time.GetUtcNow()));

    /// <summary>Maps its route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods(Path, ["GET", "HEAD"], http => CardEndpoint.WriteAsync(http, document.Value));
}
