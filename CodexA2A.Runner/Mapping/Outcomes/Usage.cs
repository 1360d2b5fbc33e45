using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping.Outcomes;

/// <summary>Tokens that a turn used.</summary>
/// <param name="Input">Read by the model, <paramref name="Cached"/> among them.</param>
/// <param name="Output">Written by it, <paramref name="Reasoning"/> among them.</param>
/// <param name="Cached">Read from its cache.</param>
/// <param name="Reasoning">Thought.</param>
internal readonly record struct TokenCounts(long Input, long Output, long Cached, long Reasoning);

/// <summary>
/// Tokens as <c>metadata.shared.usage</c>: at its top the last model request, <c>turn</c> what this turn used,
/// <c>total</c> the whole thread. The turn's part is the growth of the thread's total, not the sum of the requests: around a compaction
/// Codex repeats an old count, and reports one that no request had.
/// </summary>
internal sealed class Usage
{
    private TokenUsageBreakdown? _before;
    private ThreadTokenUsage? _last;

    /// <summary>A new count.</summary>
    /// <param name="usage">The count.</param>
    /// <param name="compacting">Codex is compacting: a first count that comes then is that of the turns before.</param>
    public void Add(ThreadTokenUsage usage, bool compacting)
    {
        _last = usage;
        _before ??= compacting ? usage.Total : Minus(usage.Total, usage.Last);
    }

    /// <summary>What this turn used; null before the first request ended.</summary>
    public TokenCounts? OfTurn => _last is null || _before is null || Minus(_last.Total, _before) is not { } turn
        ? null
        : new TokenCounts(turn.InputTokens, turn.OutputTokens, turn.CachedInputTokens, turn.ReasoningOutputTokens);

    /// <summary>The metadata; null before the first request ended.</summary>
    public JsonObject? ToJson()
    {
        if (_last is null || _before is null)
        {
            return null;
        }

        var json = From(_last.Last);
        json["turn"] = From(Minus(_last.Total, _before));
        json["total"] = From(_last.Total);
        if (_last.ModelContextWindow is { } window)
        {
            json["context_window"] = window;
        }

        return json;
    }

    private static TokenUsageBreakdown Minus(TokenUsageBreakdown left, TokenUsageBreakdown right) => new(
        Math.Max(0, left.TotalTokens - right.TotalTokens),
        Math.Max(0, left.InputTokens - right.InputTokens),
        Math.Max(0, left.CachedInputTokens - right.CachedInputTokens),
        Math.Max(0, left.OutputTokens - right.OutputTokens),
        Math.Max(0, left.ReasoningOutputTokens - right.ReasoningOutputTokens),
        Math.Max(0, left.CacheWriteInputTokens - right.CacheWriteInputTokens));

    private static JsonObject From(TokenUsageBreakdown tokens) => new()
    {
        ["input_tokens"] = tokens.InputTokens,
        ["output_tokens"] = tokens.OutputTokens,
        ["total_tokens"] = tokens.TotalTokens,
        ["reasoning_tokens"] = tokens.ReasoningOutputTokens,
        ["cache_tokens"] = new JsonObject
        {
            ["read_tokens"] = tokens.CachedInputTokens,
            ["write_tokens"] = tokens.CacheWriteInputTokens,
        },
    };
}
