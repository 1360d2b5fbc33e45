using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping.Control;

/// <summary>One answer of messages, bounded in number and in bytes; always at least one message, cut where it is too long for an answer.</summary>
/// <param name="threadId">Whose messages.</param>
/// <param name="contextId">The context that they are shown in.</param>
/// <param name="limit">Most messages.</param>
/// <param name="bytes">It has one message, or is no longer than this: bytes of JSON.</param>
internal sealed class HistoryPage(string threadId, string contextId, int limit, int bytes)
{
    /// <summary>The longest message that is given whole, as bytes of JSON: an answer carries 4 MiB.</summary>
    private const int MessageBytes = 5 * 512 * 1024;

    private readonly List<JsonNode> _newestFirst = [];
    private long _bytes;
    private bool _isFull;

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
        foreach (var message in newestFirst)
        {
            if (_isFull || _newestFirst.Count >= limit)
            {
                break;
            }

            var (given, size) = (message, JsonSize.Of(message));
            if (size > MessageBytes)
            {
                given = HistoryMapping.Cut(message, MessageBytes);
                size = JsonSize.Of(given);
            }

            if (_newestFirst.Count > 0 && _bytes + size > bytes)
            {
                _isFull = true;
                break;
            }

            _bytes += size;
            _newestFirst.Add(JsonSerializer.SerializeToNode(given, A2AJson.TypeInfo<Message>())!);
            taken++;
        }

        return taken;
    }

    /// <summary>The messages in the order in which they were said.</summary>
    public IEnumerable<JsonNode> OldestFirst() => Enumerable.Reverse(_newestFirst);
}
