using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Outcomes;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Exec;

/// <summary>
/// From what a command of a caller's prints to the A2A events of its task: one artifact <c>tool</c>, its output in pieces, and in the
/// end its state in their place (contracts.md §3). Pure; not thread-safe.
/// </summary>
internal sealed class ExecMapper
{
    /// <summary><c>source_method</c> of the artifact.</summary>
    public const string SourceMethod = "exec";

    private const string StatusSource = "codex.exec.status";
    private const string DeltaSource = "codex.exec.output_delta";
    private const string ResultSource = "codex.exec.result";

    /// <summary>Of one event: also with escapes and in Base64 beside it that is less than an event may have.</summary>
    private const int PieceBytes = 16 * 1024;

    private readonly ExecIdentity _exec;
    private readonly StatusEvents _status;
    private readonly ArtifactFrame _frame;
    private readonly ExecText _stdout = new();
    private readonly ExecText _stderr = new();
    private readonly BoundedOutput _output = new();
    private readonly List<StreamResponse> _events = [];
    private long _pieces;
    private bool _begun;
    private bool _capped;

    public ExecMapper(ExecIdentity exec, AgentTask existing)
    {
        _exec = exec;
        _status = new StatusEvents(existing);
        _frame = new ArtifactFrame(exec.Turn, new ArtifactNumbers(existing).Next(ArtifactKinds.Tool), ArtifactKinds.Tool, BlockTypes.ToolCall, exec.ProcessId);
    }

    /// <summary>It is started.</summary>
    public IReadOnlyList<StreamResponse> Started(DateTimeOffset now)
    {
        _begun = true;
        AddStatus(TaskState.Working, $"Started interactive exec session: {_exec.Command}", Exec("running"), now);
        _events.Add(_frame.Open([State(ToolStatuses.Running)], DeltaSource));
        return Take();
    }

    /// <summary>It printed something.</summary>
    public IReadOnlyList<StreamResponse> Output(ExecChunk chunk)
    {
        _capped |= chunk.CapReached;
        for (var at = 0; at < chunk.Bytes.Length; at += PieceBytes)
        {
            var piece = chunk.Bytes.AsSpan(at, Math.Min(PieceBytes, chunk.Bytes.Length - at));
            Add(chunk.Stream, TextOf(chunk.Stream).Add(piece), chunk.CapReached && at + PieceBytes >= chunk.Bytes.Length);
        }

        return Take();
    }

    /// <summary>It has ended: nothing comes after this.</summary>
    /// <param name="end">How.</param>
    /// <param name="took">How long it ran; null when it never did.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<StreamResponse> Finish(ExecEnd end, TimeSpan? took, DateTimeOffset now)
    {
        if (_begun)
        {
            Add("stdout", _stdout.Add([], last: true), capReached: false);
            Add(ExecChunk.Stderr, _stderr.Add([], last: true), capReached: false);
            var result = new JsonObject { ["process_id"] = _exec.ProcessId, ["exit_code"] = end.ExitCode, ["terminated"] = end.Terminated };
            _events.Add(WithExec(_frame.Replace([State(Word(end.State), end, took)], ResultSource), result));
        }

        var exec = Exec(end.Phase);
        if (end.ExitCode is { } code) exec["exit_code"] = code;
        exec["terminated"] = end.Terminated;
        if (end.Error is { } error) exec["error"] = error.Message;
        AddStatus(end.State, end.Words, exec, now, end.Error);
        return Take();
    }

    private void Add(string stream, (string Text, byte[] Bytes)? piece, bool capReached)
    {
        if (piece is not { } some) return;
        _output.Append(some.Text);
        _pieces += Encoding.UTF8.GetByteCount(some.Text);
        var exec = new JsonObject { ["stream"] = stream, ["delta_base64"] = Convert.ToBase64String(some.Bytes), ["cap_reached"] = capReached };
        _events.Add(WithExec(_frame.Piece(ToolPayload.FromOutput(_exec.ProcessId, SourceMethod, some.Text), DeltaSource), exec));
        if (_pieces >= EventSizes.ToolOutput)
        {
            // Pieces add up in the task; before they are more than an output may be there, first and last half replace them.
            _events.Add(_frame.Open([State(ToolStatuses.Running)], DeltaSource));
            _pieces = 0;
        }
    }

    private Part State(string status, ExecEnd? end = null, TimeSpan? took = null)
    {
        var output = new JsonObject();
        if (!_output.IsEmpty) ToolOutputs.SetText(output, _output.ToBoundedText());
        if (end?.ExitCode is { } code) output["exit_code"] = code;
        if (took is { } time) output["duration_ms"] = (long)time.TotalMilliseconds;
        if (_capped) output["cap_reached"] = true;
        return ToolPayload.FromState(_exec.ProcessId, new ToolState(SourceMethod, "shell", status)
        {
            Title = BoundedText.FirstAndLast(_exec.Command, 512).Text,
            Input = new JsonObject { ["command"] = BoundedText.FirstAndLast(_exec.Command, EventSizes.ToolData).Text, ["cwd"] = _exec.Folder, ["tty"] = _exec.Tty },
            Output = output.Count == 0 ? null : output,
            Error = end?.Error is { } error ? new JsonObject { ["message"] = error.Message, ["code"] = error.Code } : null,
        });
    }

    private void AddStatus(TaskState state, string words, JsonObject exec, DateTimeOffset now, TaskError? error = null)
    {
        var codex = new JsonObject { ["exec"] = exec };
        if (error is not null) codex["error"] = error.ToJson();
        _events.Add(_status.Create(_exec.Turn, new StatusContent(state, BoundedText.FirstAndLast(words, EventSizes.Question).Text) { Source = StatusSource, Codex = codex }, now));
    }

    private JsonObject Exec(string phase) => new()
    {
        ["process_id"] = _exec.ProcessId,
        ["command"] = BoundedText.FirstAndLast(_exec.Command, EventSizes.Question).Text,
        ["phase"] = phase,
        ["tty"] = _exec.Tty,
    };

    private static StreamResponse WithExec(StreamResponse e, JsonObject exec) => StreamResponse.FromArtifactUpdate(
        e.ArtifactUpdate! with { Metadata = new JsonObject { ["codex"] = new JsonObject { ["exec"] = exec } } });

    private static string Word(TaskState state) => state switch
    {
        TaskState.Completed => ToolStatuses.Completed,
        TaskState.Canceled => ToolStatuses.Cancelled,
        _ => ToolStatuses.Failed,
    };

    private ExecText TextOf(string stream) => stream == ExecChunk.Stderr ? _stderr : _stdout;

    private StreamResponse[] Take()
    {
        StreamResponse[] events = [.. _events];
        _events.Clear();
        return events;
    }
}
