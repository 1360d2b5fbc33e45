using System.Diagnostics;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Outcomes;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Telemetry;

/// <summary>
/// Follows one turn for telemetry, from its claim to its end. Not thread-safe: it belongs to the turn's loop. Tells no content unless
/// <c>Telemetry:MessageContent</c> says so.
/// </summary>
internal sealed class TurnTrace : IDisposable
{
    private readonly TurnTelemetry _telemetry;
    private readonly TurnSpan _span;
    private readonly bool _content;
    private readonly TimeProvider _time;
    private readonly long _begun;
    private readonly Dictionary<string, Activity?> _tools = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Type, Activity? Span)> _questions = new(StringComparer.Ordinal);
    private bool _spoke;
    private string? _state;
    private string? _error;
    private string? _left = "lost";

    public TurnTrace(TurnTelemetry telemetry, TurnSpan span, TimeSpan? waited, bool content, TimeProvider time)
    {
        (_telemetry, _span, _content, _time) = (telemetry, span, content, time);
        _begun = time.GetTimestamp();
        telemetry.Began(waited);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>What Codex is asked, and where.</summary>
    public void Asks(string threadId, string? model, Message message)
    {
        _span.Tell("gen_ai.conversation.id", threadId);
        _span.Tell("gen_ai.request.model", model);
        if (_content && _span.IsCollected)
        {
            _span.Tell("gen_ai.input.messages", MessageContent.Of("user", message.Parts));
        }
    }

    /// <summary>Codex said something.</summary>
    public void Saw(TurnObservation seen)
    {
        _span.Go();
        switch (seen.Kind)
        {
            case ObservedKind.TextDelta when !_spoke:
                _spoke = true;
                _telemetry.FirstText(_time.GetElapsedTime(_begun));
                _telemetry.Delta();
                break;
            case ObservedKind.TextDelta or ObservedKind.Delta:
                _telemetry.Delta();
                break;
            case ObservedKind.ToolStarted:
                _tools.TryAdd(seen.Tool.Id, StartTool(seen.Tool));
                break;
            case ObservedKind.ToolEnded:
                // Of some, Codex tells only the end.
                var tool = _tools.Remove(seen.Tool.Id, out var started) ? started : StartTool(seen.Tool);
                tool?.SetTag("process.exit.code", seen.Tool.ExitCode);
                Detached.End(tool, Now, seen.Tool.Error);
                break;
        }
    }

    /// <summary>A person is asked.</summary>
    public void Asked(Interrupt interrupt)
    {
        _span.Go();
        var waiting = Detached.Start("wait for answer", ActivityKind.Internal, _span.Context, Now);
        waiting?.SetTag("a2a.interrupt.id", interrupt.Id).SetTag("a2a.interrupt.type", interrupt.Type);
        _questions[interrupt.Id] = (interrupt.Type, waiting);
        _telemetry.Waiting(interrupt.Type, 1);
    }

    /// <summary>A question is closed.</summary>
    /// <param name="id">The question.</param>
    /// <param name="status">How.</param>
    /// <param name="answer">The answer, where there is one: its request is another trace, perhaps hours later, and is linked.</param>
    public void Closed(string id, InterruptStatus status, AnswerInterrupt? answer)
    {
        if (!_questions.Remove(id, out var question))
        {
            return;
        }

        _telemetry.Waiting(question.Type, -1);
        question.Span?.SetTag("a2a.interrupt.status", status.ToString().ToLowerInvariant());
        if (answer is not null && TraceContexts.Of(answer) is var context && context != default)
        {
            question.Span?.AddLink(new ActivityLink(context));
        }

        Detached.End(question.Span, Now);
        _span.Go();
    }

    /// <summary>The turn ended with its task; why it failed stands in that.</summary>
    public void Ended(AgentTask task, TokenCounts? tokens)
    {
        (_state, _error, _left) = (TurnTelemetry.State(task.Status.State), (string?)task.Metadata?["codex"]?["error"]?["code"], null);
        _span.Tell("a2a.task.state", _state);
        if (_content && _span.IsCollected)
        {
            _span.Tell("gen_ai.output.messages", MessageContent.Of("assistant", task));
        }

        if (tokens is { } used)
        {
            Count("input", used.Input);
            Count("output", used.Output);
            _span.Tell("gen_ai.usage.cache_read.input_tokens", used.Cached);
            _span.Tell("gen_ai.usage.reasoning.output_tokens", used.Reasoning);
        }
    }

    /// <summary>There was nothing left to run.</summary>
    public void Nothing() => _left = null;

    /// <summary>What the turn does from here on is part of its span; said each time that its loop begins anew.</summary>
    public void Enter() => _span.Enter();

    /// <summary>The turn was interrupted for a drain: the next owner settles it.</summary>
    public void Parked() => _left = "parked";

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (type, span) in _questions.Values)
        {
            _telemetry.Waiting(type, -1);
            Detached.End(span, Now, "abandoned");
        }

        foreach (var tool in _tools.Values)
        {
            Detached.End(tool, Now, "abandoned");
        }

        _telemetry.Ended(_time.GetElapsedTime(_begun), _span.Provider, _state, _error, _left);
        _span.Tell("a2a.turn.left", _left);
        _span.End(_error);
    }

    private Activity? StartTool(ToolCall call)
    {
        var span = Detached.Start($"execute_tool {call.Name}", ActivityKind.Internal, _span.Context, Now);
        return span?.SetTag("gen_ai.operation.name", "execute_tool").SetTag("gen_ai.tool.name", call.Name).SetTag("gen_ai.tool.call.id", call.Id);
    }

    private void Count(string type, long tokens)
    {
        _telemetry.Tokens(type, tokens, _span.Provider);
        _span.Tell($"gen_ai.usage.{type}_tokens", tokens);
    }
}
