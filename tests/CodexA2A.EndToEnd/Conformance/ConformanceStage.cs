using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Conformance;

/// <summary>The service with the conformance agent, and a client for each binding.</summary>
public sealed class ConformanceStage : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly ServiceProcess _service;

    public ConformanceStage()
    {
        _service = new ServiceProcess(_folder, new Dictionary<string, string?> { ["ASPNETCORE_ENVIRONMENT"] = "Development" }, flag: "--conformance");
        Clients = [new ConformanceClient(_service.Address, rest: false), new ConformanceClient(_service.Address, rest: true)];
    }

    internal IReadOnlyList<ConformanceClient> Clients { get; }

    public async ValueTask InitializeAsync() => await _service.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Clients)
        {
            client.Dispose();
        }

        await _service.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The card, asked for as the kit does it: without a version.</summary>
    internal async Task<JsonNode> CardAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        return JsonNode.Parse(await http.GetStringAsync(new Uri(_service.Address, ".well-known/agent-card.json"), cancellationToken))!;
    }
}
