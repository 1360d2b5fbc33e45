using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Threads;

/// <summary>A turn as Codex's history has it.</summary>
/// <param name="ThreadId">The thread.</param>
/// <param name="Turn">The turn with its status and error.</param>
/// <param name="Items">Its items, oldest first.</param>
internal sealed record ThreadTurn(string ThreadId, CodexTurn Turn, IReadOnlyList<ThreadItem> Items)
{
    // A lost turn is one of the last; further back nothing of ours can be open.
    private const int NewestTurns = 20;
    private const int ItemsPerPage = 100;
    private const int MaxPages = 50;

    /// <summary>The turns of the attempts before this one.</summary>
    public IReadOnlySet<string> EarlierAttempts { get; init; } = new HashSet<string>();

    /// <summary>Calls of tools whose end Codex's own record of the turn lacks.</summary>
    public IReadOnlyList<RolloutCall> Unsettled { get; init; } = [];

    /// <summary>Codex's id of the turn.</summary>
    public string Id => Turn.Id;

    /// <summary>True when the turn ran to its end.</summary>
    public bool IsCompleted => Turn.Status == TurnStatuses.Completed;

    /// <summary>True when it is the turn of this attempt.</summary>
    public bool IsOf(string submitId) => Items.OfType<UserMessageItem>().Any(message => message.ClientId == submitId);

    /// <summary>True when the history still calls it running.</summary>
    public bool IsInProgress => Turn.Status == TurnStatuses.InProgress;

    /// <summary>
    /// Finds the newest turn whose user message carries one of <paramref name="submitIds"/> (contracts.md §6: knowledge comes
    /// from Codex's history, searched for our submit id in <c>userMessage.clientId</c>). Null when there is none.
    /// </summary>
    public static async Task<ThreadTurn?> FindAsync(
        AppServerClient client, string threadId, IReadOnlySet<string> submitIds, CancellationToken cancellationToken)
    {
        ThreadTurn? newest = null;
        var earlier = new HashSet<string>(StringComparer.Ordinal);
        var turns = await client.ListTurnsAsync(new ThreadTurnsListParams(threadId, Limit: NewestTurns), cancellationToken);
        foreach (var turn in turns.Data)
        {
            var items = await ReadItemsAsync(client, threadId, turn.Id, cancellationToken);
            if (!items.OfType<UserMessageItem>().Any(message => message.ClientId is { } id && submitIds.Contains(id)))
            {
                continue;
            }

            if (newest is not null)
            {
                earlier.Add(turn.Id);
            }

            newest ??= new ThreadTurn(threadId, turn, items);
            if (earlier.Count + 1 >= submitIds.Count)
            {
                break;
            }
        }

        return newest is null ? null : newest with { EarlierAttempts = earlier };
    }

    private static async Task<List<ThreadItem>> ReadItemsAsync(
        AppServerClient client, string threadId, string turnId, CancellationToken cancellationToken)
    {
        var items = new List<ThreadItem>();
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var result = await client.ListItemsAsync(new ThreadItemsListParams(threadId, turnId, cursor, ItemsPerPage), cancellationToken);
            items.AddRange(result.Data.Select(entry => entry.Item));
            cursor = result.NextCursor;
            if (cursor is null)
            {
                break;
            }
        }

        return items;
    }
}
