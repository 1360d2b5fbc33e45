using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>Plays a scenario in one way of calling, and keeps what was heard.</summary>
internal sealed class Stage(ApiHost host, Speaker speaker)
{
    private readonly JsonArray heard = [];

    /// <summary>A context of this scenario alone.</summary>
    public string ContextId { get; } = "context-" + Guid.NewGuid().ToString("N");

    /// <summary>The last answer, as it came.</summary>
    public JsonNode? Last { get; private set; }

    /// <summary>Everything heard, in a form that is the same in every way.</summary>
    public string Heard => new Normal().Of(heard)?.ToJsonString() ?? "nothing";

    /// <summary>Calls; the answer is heard, also one that is an error, or what <paramref name="pick"/> takes of it.</summary>
    public async Task<JsonNode> SayAsync(Call call, Func<JsonNode, JsonNode>? pick = null)
    {
        var said = await speaker.SayAsync(call);
        if (said is null) throw new UnsayableException(speaker.Way, call.Operation);
        heard.Add((JsonNode)new JsonObject { ["error"] = said.Reason, ["result"] = said is { Failed: false, Result: { } result } ? (pick?.Invoke(result) ?? result).DeepClone() : null });
        return Last = said.Result ?? new JsonObject();
    }

    /// <summary>Calls, and plays a whole turn of it meanwhile.</summary>
    public async Task<JsonNode> PlayedAsync(Call call)
    {
        var saying = SayAsync(call);
        await PlayAsync(saying);
        return await saying;
    }

    /// <summary>Begins a task that nobody has claimed; nothing of it is heard.</summary>
    public async Task<string> SubmitAsync(string? contextId = null) => (await host.SubmitAsync(contextId: contextId)).TaskId;

    /// <summary>A task of a whole turn; nothing of it is heard.</summary>
    public async Task<string> CompletedAsync(string? contextId = null)
    {
        var id = await SubmitAsync(contextId);
        await PlayAsync();
        return id;
    }

    /// <summary>Opens a stream and waits for its first event.</summary>
    public async Task<Listener> OpenAsync(Call call)
    {
        var listener = new Listener(speaker.ListenAsync(call).GetAsyncEnumerator(TestContext.Current.CancellationToken), heard);
        await listener.NextAsync();
        return listener;
    }

    /// <summary>Begins the next turn.</summary>
    /// <param name="call">The call that waits for it, if one does.</param>
    public Task<ScriptedTurn> ClaimAsync(Task? call = null) => host.Runner.ClaimAsync(call);

    /// <summary>Plays a whole turn of four events.</summary>
    public async Task PlayAsync(Task? call = null)
    {
        await using var turn = await ClaimAsync(call);
        await turn.WorkingAsync();
        await turn.TextAsync("one ", append: false);
        await turn.TextAsync("two", last: true);
        await turn.CompleteAsync();
    }

    /// <summary>An open stream.</summary>
    internal sealed class Listener(IAsyncEnumerator<JsonObject> events, JsonArray heard) : IAsyncDisposable
    {
        public async Task<JsonObject> NextAsync()
        {
            Assert.True(await events.MoveNextAsync(), "The stream has ended.");
            heard.Add(events.Current.DeepClone());
            return events.Current;
        }

        /// <summary>Hears everything to the end.</summary>
        public async Task RestAsync()
        {
            while (await events.MoveNextAsync())
            {
                heard.Add(events.Current.DeepClone());
            }
        }

        public ValueTask DisposeAsync() => events.DisposeAsync();
    }
}
