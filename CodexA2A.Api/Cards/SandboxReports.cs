using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Cards;

/// <summary>What a runner found its sandbox to be, asked for now and then. A card does not wait for a runner that is slow.</summary>
internal sealed class SandboxReports(IControlCalls calls, TimeProvider time)
{
    private const string Method = "codex.sandbox.report";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private Task<JsonObject?> asked = Task.FromResult<JsonObject?>(null);
    private long? askedAt;

    /// <summary>The last report, at most some seconds old; null where none is known.</summary>
    public Task<JsonObject?> ReadAsync()
    {
        lock (gate)
        {
            if (askedAt is not { } at || (asked.IsCompleted && time.GetElapsedTime(at) > Fresh))
            {
                askedAt = time.GetTimestamp();
                asked = AskAsync();
            }

            return asked;
        }
    }

    private async Task<JsonObject?> AskAsync()
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            var reply = await calls.AskAsync(new ControlCall(Owner.Nobody, Method) { Limit = Limit }, limit.Token);
            return reply.Result is { Count: > 0 } report ? Texts(report) : null;
        }
        catch (Exception exception) when (exception is SeamUnavailableException or OperationCanceledException)
        {
            return null;
        }
    }

    // Of another release, perhaps: a card has texts only, and nothing empty.
    private static JsonObject Texts(JsonObject report) => new(report
        .Where(member => JsonText.Of(member.Value) is { Length: > 0 })
        .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
}
