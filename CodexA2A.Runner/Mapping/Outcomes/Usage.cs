using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping.Outcomes;

/// <summary>
/// Tokens as <c>metadata.shared.usage</c>: at its top the last model request, <c>turn</c> the sum of this turn's requests,
/// <c>total</c> the whole thread.
/// </summary>
internal sealed class Usage
{
    private TokenUsageBreakdown _turn = new(0, 0, 0, 0, 0);
    private ThreadTokenUsage? _last;

    /// <summary>One model request ended.</summary>
    public void Add(ThreadTokenUsage usage)
    {
        _last = usage;
        var last = usage.Last;
        _turn = new TokenUsageBreakdown(
            _turn.TotalTokens + last.TotalTokens,
            _turn.InputTokens + last.InputTokens,
            _turn.CachedInputTokens + last.CachedInputTokens,
            _turn.OutputTokens + last.OutputTokens,
            _turn.ReasoningOutputTokens + last.ReasoningOutputTokens,
            _turn.CacheWriteInputTokens + last.CacheWriteInputTokens);
    }

    /// <summary>The metadata; null before the first request ended.</summary>
    public JsonObject? ToJson()
    {
        if (_last is null)
        {
            return null;
        }

        var json = From(_last.Last);
        json["turn"] = From(_turn);
        json["total"] = From(_last.Total);
        if (_last.ModelContextWindow is { } window)
        {
            json["context_window"] = window;
        }

        return json;
    }

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
