using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Errors;

/// <summary>Plays docs/errors.md over both bindings.</summary>
public sealed class ErrorTableTests(ErrorTableTests.SharedHost shared) : IClassFixture<ErrorTableTests.SharedHost>
{
    private static readonly Dictionary<string, string?> Settings = ErrorScene.Settings(("A2A:ServeV03", "false"));

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
        ErrorScene.Cases.Order(StringComparer.Ordinal),
        ErrorTable.Rows.Select(row => row.Case).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Cases))]
    public async Task A_bad_call_gets_the_error_of_the_table(string name, Binding binding)
    {
        var row = ErrorTable.Rows.Single(row => row.Case == name);
        await using var scene = await ErrorScene.SetAsync(name, shared.Host, Settings);
        var answer = await scene.Host.CallAsync(scene.Call, binding);

        Assert.NotNull(answer.Error);
        Assert.Equal((row.Reason, row.Field), (answer.Reason, answer.Field));
        if (binding == Binding.JsonRpc) Assert.Equal(row.Code, answer.Code);
        Assert.Equal(binding == Binding.Rest || row.IsHttp ? row.Http : 200, (int)answer.Status);
        Assert.Equal("a2a-protocol.org", (string)answer.Details![0]!["domain"]!);
        Assert.NotEmpty((string)answer.Error["message"]!);
        Assert.DoesNotContain("inner detail", answer.Json!.ToJsonString(), StringComparison.Ordinal);
        if (binding == Binding.Rest) Assert.Equal((int)answer.Status, answer.Code);
    }

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
