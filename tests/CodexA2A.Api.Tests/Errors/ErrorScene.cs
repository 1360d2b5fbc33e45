using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Errors;

/// <summary>A case of docs/errors.md set up: the host, and the call that is refused there.</summary>
internal sealed class ErrorScene : IAsyncDisposable
{
    private const string StoreGone = "The store does not answer";
    private const string Fault = "A fault of the server";
    private readonly bool isOwn;

    private ErrorScene(ApiHost host, Call call, bool isOwn) => (Host, Call, this.isOwn) = (host, call, isOwn);

    /// <summary>Every case that can be set up.</summary>
    public static IEnumerable<string> Cases => BadCalls.All.Keys.Concat(BadTaskCalls.All.Keys).Concat(BadWebhookCalls.All.Keys).Concat([StoreGone, Fault]);

    public ApiHost Host { get; }

    public Call Call { get; }

    /// <summary>The settings of every host of these cases, and some more.</summary>
    public static Dictionary<string, string?> Settings(params IEnumerable<(string Name, string Value)> more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["A2A:WorkspaceRoot"] = AppContext.BaseDirectory,
            ["A2A:MaxQueuedTurns"] = "3",
            ["Push:Enabled"] = "false",
            ["A2A:EnableReviewControl"] = "true",
            ["A2A:MaxFileBytes"] = "100000",
            ["A2A:FileTypes"] = "text/*, application/pdf, image/svg+xml",
        };
        more = ExecCalls.Settings.Concat(more);
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return settings;
    }

    /// <summary>Sets a case up.</summary>
    /// <param name="name">The case.</param>
    /// <param name="shared">The host of the cases that leave nothing behind.</param>
    /// <param name="settings">Of the host that any other case has for itself.</param>
    public static async Task<ErrorScene> SetAsync(string name, ApiHost shared, Dictionary<string, string?> settings)
    {
        // What needs no task needs no host of its own either: it changes nothing.
        if (BadCalls.All.TryGetValue(name, out var simple)) return new ErrorScene(shared, simple(), isOwn: false);
        settings = new(settings);
        if (name == "A send without an extension that is required") settings["A2A:RequiredExtensions:0"] = "urn:a2a:stream-hints/v1";
        if (name == "A method of an extension that was not named, where that is enforced") settings["A2A:EnforceExtensions"] = "true";
        if (BadWebhookCalls.All.ContainsKey(name)) settings["Push:Enabled"] = "true";
        var host = await ApiHost.StartAsync(settings, services: name switch
        {
            StoreGone => services => services.AddSingleton<ITaskLog>(new FailingLog(new SeamUnavailableException("gone"))),
            "A method that no runner takes" => services => services.AddSingleton<IControlCalls>(new NobodyThere()),
            Fault => services => services.AddSingleton<ITaskLog>(new FailingLog(new InvalidOperationException("inner detail"))),
            _ => null,
        });
        var make = BadTaskCalls.All.GetValueOrDefault(name) ?? BadWebhookCalls.All.GetValueOrDefault(name);
        return new ErrorScene(host, make is null ? Call.Get("p00-0198c9b0-0000-7000-8000-000000000000") : await make(host), isOwn: true);
    }

    public ValueTask DisposeAsync() => isOwn ? Host.DisposeAsync() : ValueTask.CompletedTask;
}
