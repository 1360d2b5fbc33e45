using CodexA2A.AppHost.Settings;

namespace CodexA2A.AppHost.Resources;

/// <summary>Where clients reach the api, which says so on its card.</summary>
internal static class ApiAddresses
{
    /// <summary>On this machine the endpoint and one for gRPC, each of which leads to any replica; of a deployment what its ingress has, by TLS.</summary>
    public static IResourceBuilder<ProjectResource> NamesItself(this IResourceBuilder<ProjectResource> api)
    {
        if (api.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return api.WithEnvironment(GivenNames.PublicUrl, api.GetEndpoint("https"));
        }

        // Each replica listens on a port of its own, which it is told.
        api.WithHttpEndpoint(name: ResourceNames.Grpc, env: GivenNames.GrpcPort)
            .WithUrlForEndpoint(ResourceNames.Grpc, url => url.DisplayText = "gRPC");
        var grpc = ReferenceExpression.Create($"{api.GetEndpoint(ResourceNames.Grpc).Property(EndpointProperty.HostAndPort)}");
        return api.WithEnvironment(GivenNames.PublicUrl, api.GetEndpoint(ResourceNames.Http)).WithEnvironment(GivenNames.GrpcPublicUrl, grpc);
    }
}
