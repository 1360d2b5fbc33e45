using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>A process of <c>codex-a2a serve</c>: the whole service, or one role of it.</summary>
internal sealed class ServiceChild : IAsyncDisposable
{
    /// <summary>What clients and operators show.</summary>
    public const string Token = "bench-token-0123456789abcdef";

    private readonly Child _child;

    private ServiceChild(Child child, Uri address)
    {
        _child = child;
        Address = address;
    }

    public Uri Address { get; }

    public int Pid => _child.Pid;

    /// <summary>What it printed so far, cut.</summary>
    public string Said => _child.Said;

    /// <summary>From the start of the process to the first good answer.</summary>
    public TimeSpan StartToAnswer { get; private set; }

    /// <summary>Starts it and returns when its card is served, or of a role of its own when it is ready.</summary>
    /// <param name="service">The built service.</param>
    /// <param name="role">all, api or runner.</param>
    /// <param name="folder">Folders.</param>
    /// <param name="settings">Settings, as environment variables.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<ServiceChild> StartAsync(
        string service, string role, BenchFolder folder, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var environment = new Dictionary<string, string>(settings)
        {
            [role == "runner" ? "Runner__Management__Port" : "A2A__Port"] = $"{port}",
            ["A2A__BearerToken"] = Token,
            ["Runner__Management__Token"] = Token,
        };
        // One caller is the whole load.
        environment.TryAdd("A2A__RequestsPerMinute", "0");
        var began = TimeProvider.System.GetTimestamp();
        var started = new ServiceChild(Child.Start(service, ["serve", "--role", role], folder.Home, environment), new Uri($"http://127.0.0.1:{port}/"));
        try
        {
            await started.AnswersAsync(role == "all" ? ".well-known/agent-card.json" : "ready", cancellationToken);
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }

        started.StartToAnswer = TimeProvider.System.GetElapsedTime(began);
        return started;
    }

    /// <summary>A client of its address, with the token.</summary>
    public HttpClient Http()
    {
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return http;
    }

    /// <summary>SIGKILL to this process alone.</summary>
    public Task KillAsync() => _child.KillAsync(entireProcessTree: false);

    public ValueTask DisposeAsync() => _child.DisposeAsync();

    private async Task AnswersAsync(string path, CancellationToken cancellationToken)
    {
        using var http = Http();
        while (!await AnswersAsync(http, path, cancellationToken))
        {
            if (_child.HasExited)
            {
                throw new InvalidOperationException($"The service ended at its start:\n{Said}");
            }

            await Task.Delay(2, cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(path, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
