using CodexA2A.Api.Audit;
using CodexA2A.Api.Auth;
using Microsoft.AspNetCore.Http.Features;

namespace CodexA2A.Api.Access;

/// <summary>Marks an endpoint that is no operation of A2A with its row of <see cref="Permissions"/>.</summary>
internal sealed record GatedEndpoint(string Operation);

/// <summary>Lets to such endpoints only who may read them.</summary>
internal sealed class EndpointGate(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<GatedEndpoint>() is { } gated)
        {
            CallNote.Current?.Began(gated.Operation, "http");
            Permissions.Require(gated.Operation, CapabilityNames.Read(http.Features.GetRequiredFeature<Caller>().Capabilities), Permissions.Of(gated.Operation).Asks);
        }

        return next(http);
    }
}
