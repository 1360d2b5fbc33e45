using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Errors;

/// <summary>Plays docs/errors.md over both bindings.</summary>
public sealed class ErrorTableTests(ErrorTableTests.SharedHost shared) : IClassFixture<ErrorTableTests.SharedHost>
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["A2A:WorkspaceRoot"] = AppContext.BaseDirectory,
        ["A2A:MaxQueuedTurns"] = "3",
        ["A2A:ServeV03"] = "false",
        ["Push:Enabled"] = "false",
    };

    private const string StoreGone = "The store does not answer";
    private const string Fault = "A fault of the server";

    public static TheoryData<string, Binding> Cases()
    {
        var data = new TheoryData<string, Binding>();
        foreach (var row in ErrorTable.Rows)
        {
            if (row.Bindings is "both" or "jsonrpc") data.Add(row.Case, Binding.JsonRpc);
            if (row.Bindings is "both" or "rest") data.Add(row.Case, Binding.Rest);
        }

        return data;
    }

    [Fact]
    public void Every_row_is_played_and_every_case_has_a_row() => Assert.Equal(
        BadCalls.All.Keys.Concat(BadTaskCalls.All.Keys).Concat([StoreGone, Fault]).Order(StringComparer.Ordinal),
        ErrorTable.Rows.Select(row => row.Case).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Cases))]
    public async Task A_bad_call_gets_the_error_of_the_table(string name, Binding binding)
    {
        var row = ErrorTable.Rows.Single(row => row.Case == name);
        var answer = await PlayAsync(name, binding);

        Assert.NotNull(answer.Error);
        Assert.Equal((row.Reason, row.Field), (answer.Reason, answer.Field));
        if (binding == Binding.JsonRpc) Assert.Equal(row.Code, answer.Code);
        Assert.Equal(binding == Binding.Rest || row.IsHttp ? row.Http : 200, (int)answer.Status);
        Assert.Equal("a2a-protocol.org", (string)answer.Details![0]!["domain"]!);
        Assert.NotEmpty((string)answer.Error["message"]!);
        Assert.DoesNotContain("inner detail", answer.Json!.ToJsonString(), StringComparison.Ordinal);
        if (binding == Binding.Rest) Assert.Equal((int)answer.Status, answer.Code);
    }

    private async Task<Answer> PlayAsync(string name, Binding binding)
    {
        // What needs no task needs no host of its own either: it changes nothing.
        if (BadCalls.All.TryGetValue(name, out var simple)) return await shared.Host.CallAsync(simple(), binding);
        await using var host = await ApiHost.StartAsync(SettingsOf(name), services: name switch
        {
            StoreGone => services => services.AddSingleton<ITaskLog>(new FailingLog(new SeamUnavailableException("gone"))),
            Fault => services => services.AddSingleton<ITaskLog>(new FailingLog(new InvalidOperationException("inner detail"))),
            _ => null,
        });
        var call = BadTaskCalls.All.TryGetValue(name, out var withTask) ? await withTask(host) : Call.Get("p00-0198c9b0-0000-7000-8000-000000000000");
        return await host.CallAsync(call, binding);
    }

    private static Dictionary<string, string?> SettingsOf(string name) => name switch
    {
        "A send without an extension that is required" => new(Settings) { ["A2A:RequiredExtensions:0"] = "urn:a2a:stream-hints/v1" },
        "A method of an extension that was not named, where that is enforced" => new(Settings) { ["A2A:EnforceExtensions"] = "true" },
        _ => Settings,
    };

    [Fact]
    public async Task A_refused_message_leaves_nothing_behind()
    {
        foreach (var call in BadCalls.All.Values.Select(make => make()).Where(call => call.Operation == Methods.SendMessage && call.Token == ApiHost.Alice))
        {
            await shared.Host.CallAsync(call, Binding.Rest);
        }

        var list = await shared.Host.CallAsync(new Call(Methods.ListTasks, []));
        Assert.Equal(0, (int)list.Result!["totalSize"]!);
    }

    /// <summary>One host for all the calls that leave nothing behind.</summary>
    public sealed class SharedHost : IAsyncLifetime
    {
        internal ApiHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ApiHost.StartAsync(Settings);

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
