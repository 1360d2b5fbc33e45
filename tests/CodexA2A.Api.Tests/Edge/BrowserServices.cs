using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Edge;

/// <summary>The services of the list, each started once.</summary>
public sealed class BrowserServices : IAsyncLifetime
{
    public const string Plain = "plain";
    public const string Anonymous = "anonymous";
    public const string Allowing = "allowing";
    public const string Open = "open";
    public const string Named = "named";

    private static readonly Dictionary<string, Dictionary<string, string?>> Settings = new()
    {
        [Plain] = [],
        [Anonymous] = new() { ["A2A:AllowAnonymous"] = "true" },
        [Allowing] = new() { ["A2A:AllowedOrigins"] = "http://localhost:3000, https://Console.example.org:443/,chrome-extension://abcdef", ["A2A:PublicUrl"] = "https://codex.example.org/" },
        [Open] = new() { ["A2A:Host"] = "0.0.0.0", ["A2A:BehindProxy"] = "true" },
        [Named] = new() { ["A2A:Host"] = "0.0.0.0", ["A2A:BehindProxy"] = "true", ["A2A:AllowedHosts"] = "codex.internal, *.svc.example" },
    };

    private readonly Dictionary<string, ApiHost> _hosts = [];

    internal ApiHost this[string name] => _hosts[name];

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, settings) in Settings) _hosts[name] = await ApiHost.StartAsync(new(settings));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values) await host.DisposeAsync();
    }
}
