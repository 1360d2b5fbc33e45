using System.Text.Json.Nodes;

namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>The Api asks a runner something: once, by one, within limits. Here what the asker sees.</summary>
public abstract partial class ControlContract : SeamContract
{
    private static readonly string[] Known = ["say", "wait"];

    private readonly List<IAsyncDisposable> _serving = [];
    private readonly List<ControlCall> _served = [];

    private IControlCalls Control => Seam.Control;

    [Fact]
    public async Task A_runner_answers_and_gets_what_was_asked()
    {
        await ServeAsync(Runner1);
        var asked = new ControlCall(new Owner("tenant", "alice"), "say")
        {
            Params = new JsonObject { ["text"] = "hé", ["list"] = new JsonArray(1, true, null) },
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            TraceState = "a=b",
        };

        var reply = await AskAsync(asked);

        Assert.Null(reply.Fault);
        Assert.Equal("""{"runner":"runner-1","said":{"text":"hé","list":[1,true,null]}}""", reply.Result!.ToJsonString(Plain));
        var served = Assert.Single(_served);
        Assert.Equal(asked with { Params = served.Params }, served);
    }

    [Fact]
    public async Task A_fault_comes_as_it_was_said()
    {
        var fault = new ControlFault(A2AErrorCode.InvalidParams, "THREAD_LOCKED", "Wait.")
        {
            Fields = [new FieldViolation("thread_id", "is locked")],
            Metadata = new Dictionary<string, string> { ["thread_id"] = "t" },
        };
        await ServeAsync(Runner1, (_, _) => Task.FromResult(ControlReply.Failed(fault)));

        var said = (await AskAsync()).Fault!;

        Assert.Equal((fault.Code, fault.Reason, fault.Message), (said.Code, said.Reason, said.Message));
        Assert.Equal(fault.Fields, said.Fields);
        Assert.Equal(fault.Metadata, said.Metadata);
    }

    [Fact]
    public async Task Of_several_runners_each_call_is_run_by_one()
    {
        await ServeAsync(Runner1);
        await ServeAsync(Runner2);
        await ServeAsync(new RunnerIdentity("runner-3", "home-2"));

        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => AskAsync(Call("say", i))));

        Assert.All(replies, reply => Assert.Null(reply.Fault));
        Assert.Equal(Enumerable.Range(0, 40), _served.Select(call => (int)call.Params["i"]!).Order());
    }

    [Fact]
    public async Task A_call_for_a_home_goes_to_its_runner_only()
    {
        await ServeAsync(Runner1);
        await ServeAsync(new RunnerIdentity("runner-2", "home-2"));

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("runner-2", (string?)(await AskAsync(Call("say", i) with { Home = "home-2" })).Result!["runner"]);
        }

        var error = await Assert.ThrowsAsync<SeamUnavailableException>(() => PassAsync(Control.AskAsync(Call("say") with { Home = "home-3" }, Stop)));
        Assert.Contains("home", error.Message, StringComparison.Ordinal);
        Assert.Equal(10, _served.Count);
    }

    [Fact]
    public async Task Without_a_runner_the_call_is_given_up_and_run_by_nobody_later()
    {
        var error = await Assert.ThrowsAsync<SeamUnavailableException>(() => PassAsync(Control.AskAsync(Call("say"), Stop)));
        Assert.StartsWith("No runner", error.Message, StringComparison.Ordinal);

        await ServeAsync(Runner1);
        await AskAsync(Call("say", 1));

        Assert.Equal(1, (int)Assert.Single(_served).Params["i"]!);
    }

    [Fact]
    public async Task What_no_runner_knows_is_left_alone()
    {
        await ServeAsync(Runner1);
        await AskAsync();

        await Assert.ThrowsAsync<SeamUnavailableException>(() => PassAsync(Control.AskAsync(Call("later"), Stop)));
        Assert.Single(_served);
    }

    [Fact]
    public async Task A_runner_that_does_not_answer_ends_with_the_limit_and_its_late_reply_is_passed_over()
    {
        var (begun, end) = (Signal(), Signal());
        await ServeAsync(Runner1, async (call, _) =>
        {
            begun.TrySetResult();
            await end.Task;
            return Said(Runner1, call);
        });
        var asked = Control.AskAsync(Call("wait", 1) with { Limit = TimeSpan.FromSeconds(20) }, Stop);
        await begun.Task.WaitAsync(Stop);

        var reply = await PassAsync(asked);

        Assert.Equal(ControlFault.OutcomeUnknown, reply.Fault?.Reason);
        Assert.Contains("20 s", reply.Fault!.Message, StringComparison.Ordinal);
        end.SetResult();
        Assert.Equal(2, (int)(await AskAsync(Call("wait", 2))).Result!["said"]!["i"]!);
    }

    [Fact]
    public async Task An_asker_that_is_canceled_waits_no_more()
    {
        var (begun, end) = (Signal(), Signal());
        await ServeAsync(Runner1, async (call, _) =>
        {
            begun.TrySetResult();
            await end.Task;
            return Said(Runner1, call);
        });
        using var cancel = new CancellationTokenSource();
        var asked = Control.AskAsync(Call("wait", 1), cancel.Token).AsTask();
        await begun.Task.WaitAsync(Stop);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        end.SetResult();
        Assert.Equal(2, (int)(await AskAsync(Call("wait", 2))).Result!["said"]!["i"]!);
    }

    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static System.Text.Json.JsonSerializerOptions Plain { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static ControlCall Call(string method, int? number = null) =>
        new(Alice, method) { Params = number is null ? [] : new JsonObject { ["i"] = number } };

    private static ControlReply Said(RunnerIdentity runner, ControlCall call) =>
        ControlReply.Of(new JsonObject { ["runner"] = runner.RunnerId, ["said"] = call.Params.DeepClone() });

    private Task<ControlReply> AskAsync(ControlCall? call = null) => Control.AskAsync(call ?? Call("say"), Stop).AsTask();

    private async Task ServeAsync(RunnerIdentity runner, Func<ControlCall, CancellationToken, Task<ControlReply>>? serve = null) =>
        _serving.Add(await Control.ServeAsync(
            runner, Known,
            (call, stop) =>
            {
                lock (_served)
                {
                    _served.Add(call);
                }

                return serve?.Invoke(call, stop) ?? Task.FromResult(Said(runner, call));
            },
            Stop));

    private async Task StopAsync()
    {
        foreach (var serving in _serving)
        {
            await serving.DisposeAsync();
        }

        _serving.Clear();
    }
}
