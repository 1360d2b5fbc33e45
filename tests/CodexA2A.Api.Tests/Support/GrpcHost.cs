using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Support;

/// <summary>A host that serves gRPC on a port of its own, and its client.</summary>
internal sealed class GrpcHost : IAsyncDisposable
{
    private GrpcHost(ApiHost api)
    {
        Api = api;
        Client = new GrpcClient(api.GrpcUrl);
    }

    public ApiHost Api { get; }

    /// <summary>Alice's.</summary>
    public GrpcClient Client { get; }

    public static async Task<GrpcHost> StartAsync(Dictionary<string, string?>? settings = null, TimeProvider? time = null, Action<IServiceCollection>? services = null) =>
        new(await ApiHost.StartAsync(new(settings ?? []) { ["A2A:GrpcPort"] = "0" }, time, services));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Api.DisposeAsync();
    }
}
