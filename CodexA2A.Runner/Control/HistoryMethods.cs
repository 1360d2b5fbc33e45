using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Control;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Control;

/// <summary>What Codex has of threads; nothing is loaded for it, and whoever runs a turn there is not disturbed.</summary>
internal sealed class HistoryMethods(AppServerHost host, ControlFolders folders) : IControlMethods
{
    /// <summary>So many turns are read at a time at most; of each only what user and agent said, which may be megabytes.</summary>
    private const int MostTurns = 8;

    /// <summary>An answer of more than one message is no longer than this, whatever its limit: bytes of JSON.</summary>
    private const int PageBytes = 1024 * 1024;

    /// <inheritdoc />
    public IEnumerable<ControlMethod> All =>
    [
        new("codex.sessions.list", SessionsAsync),
        new("codex.sessions.messages.list", MessagesAsync),
        new("codex.threads.read", ReadAsync),
    ];

    /// <summary><c>{sessions: [{thread_id, context_id}]}</c> to <c>{items: [Task or null]}</c>, in order; null for a thread that Codex does not have.</summary>
    private async Task<JsonObject> SessionsAsync(ControlCall call, CancellationToken cancellationToken)
    {
        var client = await host.GetAsync(cancellationToken);
        var named = call.Params["sessions"]!.AsArray();
        return new JsonObject { ["items"] = WireJson.Array(await Task.WhenAll(named.Select(one => SessionAsync(client, one!, cancellationToken)))) };
    }

    private static async Task<JsonNode?> SessionAsync(AppServerClient client, JsonNode named, CancellationToken cancellationToken)
    {
        try
        {
            return ThreadMapping.Session(await client.ReadThreadElementAsync((string)named["thread_id"]!, cancellationToken), (string)named["context_id"]!);
        }
        catch (AppServerRequestException exception) when (exception.IsThreadGone)
        {
            return null;
        }
    }

    /// <summary><c>{thread_id, context_id, limit, cursor}</c> to <c>{items: [Message], next_cursor}</c>: the last ones, in the order they were said.</summary>
    private async Task<JsonObject> MessagesAsync(ControlCall call, CancellationToken cancellationToken)
    {
        var client = await host.GetAsync(cancellationToken);
        var (threadId, contextId, limit) = ((string)call.Params["thread_id"]!, (string)call.Params["context_id"]!, (int)call.Params["limit"]!);
        var from = HistoryCursor.Parse((string?)call.Params["cursor"]);
        var (at, found) = (from.Page, new HistoryPage(threadId, contextId, limit, PageBytes));
        HistoryCursor? next = null;
        for (var turns = 1; next is null; turns = Math.Min(turns * 2, MostTurns))
        {
            // One that is long fills the answer alone; the others have two messages at least, as a rule.
            var page = await client.ListTurnsAsync(new ThreadTurnsListParams(threadId, at, Math.Min((limit + 1) / 2, turns), ItemsView: "summary"), cancellationToken);
            foreach (var turn in from.Turn is null ? page.Data : page.Data.SkipWhile(turn => turn.Id != from.Turn))
            {
                var left = found.Take(turn, turn.Id == from.Turn ? from : HistoryCursor.Start);
                from = HistoryCursor.Start;
                if (left is { } some)
                {
                    next = new HistoryCursor(at, turn.Id, some);
                    break;
                }
            }

            if (next is not null || page.NextCursor is null)
            {
                break;
            }

            at = page.NextCursor;
        }

        return new JsonObject { ["items"] = WireJson.Array(found.OldestFirst()), ["next_cursor"] = next?.ToString() };
    }

    /// <summary><c>{thread_id, include_turns, limit, cursor}</c> to <c>{thread, turns, next_cursor}</c>.</summary>
    private async Task<JsonObject> ReadAsync(ControlCall call, CancellationToken cancellationToken)
    {
        var client = await host.GetAsync(cancellationToken);
        var threadId = (string)call.Params["thread_id"]!;
        var result = new JsonObject { ["thread"] = ThreadMapping.Thread(await client.ReadThreadElementAsync(threadId, cancellationToken), folders.Root) };
        if ((bool?)call.Params["include_turns"] == true)
        {
            var from = HistoryCursor.Parse((string?)call.Params["cursor"]);
            var page = await client.ListTurnsAsync(
                new ThreadTurnsListParams(threadId, from.Page, (int)call.Params["limit"]!, ItemsView: "notLoaded"), cancellationToken);
            result["turns"] = ThreadMapping.Turns(page.Data);
            result["next_cursor"] = page.NextCursor is { } cursor ? new HistoryCursor(cursor, null, null).ToString() : null;
        }

        return result;
    }
}
