using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Handling;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Sessions;

/// <summary>The caller's sessions and what was said in them.</summary>
internal sealed class SessionQueries(RunnerCalls runner, OwnThreads threads, ITurnQueue queue)
{
    private const string List = "codex.sessions.list";
    private const string Messages = "codex.sessions.messages.list";
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } = [List, Messages];

    /// <inheritdoc cref="Names" />
    public IEnumerable<RpcMethod> All => [new RpcMethod.Unary(List, ListAsync), new RpcMethod.Unary(Messages, MessagesAsync)];

    private async Task<Payload> ListAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, "limit", "cursor", "query", "metadata");
        var page = await queue.ListThreadsAsync(context.Owner, Cursor(given.OptionalText("cursor")), Limit(given), cancellationToken);
        var items = await Task.WhenAll(page.Threads.GroupBy(thread => thread.Binding.Home).Select(home => OfHomeAsync(context, home.Key, [.. home], cancellationToken)));
        var found = items.SelectMany(some => some).ToDictionary(one => one.Session, one => one.Item);
        return Payload.Of(new JsonObject
        {
            ["items"] = new JsonArray([.. page.Threads.Select(thread => found[thread.Session]).OfType<JsonNode>()]),
            ["next_cursor"] = page.Next is { } next ? Text(next) : null,
        });
    }

    // A home whose runner is away keeps nothing from those of others: what is known of its sessions without it is told.
    private async Task<IEnumerable<(SessionId Session, JsonNode? Item)>> OfHomeAsync(
        CallContext context, string home, ThreadSession[] sessions, CancellationToken cancellationToken)
    {
        var asked = new JsonObject
        {
            ["sessions"] = new JsonArray([.. sessions.Select(session => (JsonNode)new JsonObject { ["thread_id"] = session.Binding.ThreadId, ["context_id"] = session.ContextId })]),
        };
        try
        {
            var items = (await runner.AskAsync(context, List, asked, home, cancellationToken))["items"]!.AsArray();
            return sessions.Zip(items, (session, item) => (session.Session, item?.DeepClone()));
        }
        catch (A2AException exception) when (exception.Code == A2AErrorCode.Unavailable)
        {
            return sessions.Select(session => (session.Session, (JsonNode?)Unread(session, exception.Reason)));
        }
    }

    private static JsonObject Unread(ThreadSession session, string reason) => new()
    {
        ["id"] = session.Binding.ThreadId,
        ["contextId"] = session.ContextId,
        ["status"] = new JsonObject { ["state"] = "TASK_STATE_COMPLETED" },
        ["metadata"] = new JsonObject
        {
            ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = session.Binding.ThreadId } },
            ["codex"] = new JsonObject { ["unavailable"] = reason },
        },
    };

    private async Task<Payload> MessagesAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, "session_id", "limit", "cursor", "query", "metadata");
        var (limit, cursor) = (Limit(given), given.OptionalText("cursor"));
        var session = await threads.FindAsync(context, given.Text("session_id"), "session_id", cancellationToken);
        var asked = new JsonObject { ["thread_id"] = session.Binding.ThreadId, ["context_id"] = session.ContextId, ["limit"] = limit, ["cursor"] = cursor };
        return Payload.Of(await runner.AskAsync(context, Messages, asked, session.Binding.Home, cancellationToken));
    }

    private static int Limit(MethodParams given) =>
        given.OptionalNumber("limit", 1, MaxLimit) ?? given.Nested("query", "limit").OptionalNumber("limit", 1, MaxLimit) ?? DefaultLimit;

    private static string Text(ThreadCursor cursor) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{cursor.UsedAtMilliseconds}:{cursor.Session}")));

    private static ThreadCursor? Cursor(string? text)
    {
        if (text is null)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[128];
        return text.Length <= 128 && Convert.TryFromBase64String(text, bytes, out var length) && Encoding.ASCII.GetString(bytes[..length]).Split(':') is [var at, { Length: 26 } session]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
                ? new ThreadCursor(ms, session)
                : throw A2AException.InvalidParams("cursor", "is not one that this method gave");
    }
}
