using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping.Control;

/// <summary>One answer of messages, bounded in number and in bytes; always at least one message, however long.</summary>
/// <param name="threadId">Whose messages.</param>
/// <param name="contextId">The context that they are shown in.</param>
/// <param name="limit">Most messages.</param>
/// <param name="bytes">It is full with the message that makes it this long.</param>
internal sealed class HistoryPage(string threadId, string contextId, int limit, int bytes)
{
    private readonly List<JsonNode> _newestFirst = [];
    private long _bytes;

    private bool IsFull => _newestFirst.Count >= limit || _bytes >= bytes;

    /// <summary>Takes what is left of a turn, the last said first.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="from">Where the page before ended in it; <see cref="HistoryCursor.Start"/> for nowhere.</param>
    /// <returns>How many of its messages are left now; null when none are.</returns>
    public int? Take(CodexTurn turn, HistoryCursor from)
    {
        var said = HistoryMapping.NewestFirst(turn, threadId, contextId);
        Message[] rest = [.. from.Left is { } left ? said.TakeLast(left) : said.Skip(from.Given)];
        var taken = Take(rest);
        return taken < rest.Length ? rest.Length - taken : null;
    }

    /// <summary>Takes messages, the last said first, until it is full, and says how many.</summary>
    public int Take(IEnumerable<Message> newestFirst)
    {
        var taken = 0;
        foreach (var message in newestFirst.TakeWhile(_ => !IsFull))
        {
            var json = A2AJson.Serialize(message);
            _bytes += json.Length;
            _newestFirst.Add(JsonNode.Parse(json)!);
            taken++;
        }

        return taken;
    }

    /// <summary>The messages in the order in which they were said.</summary>
    public IEnumerable<JsonNode> OldestFirst() => Enumerable.Reverse(_newestFirst);
}
