using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Artifacts;

/// <summary>A tool at work: its state, pieces of its output, and in the end one state in place of both.</summary>
internal sealed class ToolArtifact(ArtifactFrame frame) : LiveArtifact(frame)
{
    private readonly BoundedOutput _output = new();
    private ToolState? _state;
    private long _pieces;

    /// <summary>Its state as last shown; null before the first.</summary>
    public ToolState? State => _state;

    /// <summary>Goes on with an artifact that an earlier runner began.</summary>
    public void Resume(TurnArtifacts turn, ToolState state)
    {
        _state = state;
        _output.Append(state.Output?["text"]?.GetValue<string>() ?? "");
        turn.Begin(this);
    }

    /// <summary>Shows how it stands.</summary>
    public void Show(TurnArtifacts turn, ToolState state)
    {
        if (_state is null)
        {
            turn.WithdrawDoubted();
            turn.Begin(this);
        }

        _state = state;
        turn.Emit(Frame.Open([ToolPayload.FromState(Frame.ItemId, WithOutput(state))], StreamSources.ToolPartUpdate));
        _pieces = 0;
    }

    /// <summary>Streams a piece of its output.</summary>
    public void Append(TurnArtifacts turn, string delta)
    {
        if (delta.Length == 0 || _state is null)
        {
            return;
        }

        _output.Append(delta);
        _pieces += Encoding.UTF8.GetByteCount(delta);
        turn.Emit(Frame.Piece(ToolPayload.FromOutput(Frame.ItemId, _state.SourceMethod, delta)), isTextDelta: true);

        // Pieces add up in the task; before they are more than an output may be there, first and last half replace them.
        if (_pieces >= EventSizes.ToolOutput)
        {
            Show(turn, _state);
        }
    }

    /// <summary>Ends it.</summary>
    public void Complete(TurnArtifacts turn, ToolState state)
    {
        if (_state is null)
        {
            turn.WithdrawDoubted();
        }

        _state = state;
        IsClosed = true;
        turn.Emit(Frame.Replace([ToolPayload.FromState(Frame.ItemId, WithOutput(state))], StreamSources.ToolPartUpdate));
    }

    /// <inheritdoc/>
    public override void End(TurnArtifacts turn, TurnEnd end)
    {
        if (end.RunsOn && _state!.SourceMethod == Items.CommandStates.SourceMethod)
        {
            IsClosed = true;
            turn.Emit(Frame.Replace([ToolPayload.FromState(Frame.ItemId, WithOutput(_state))], StreamSources.ToolPartUpdate, new("background", true), new("reason", end.Reason)));
            return;
        }

        var failed = end.State is TaskState.Failed or TaskState.Rejected;
        var error = new JsonObject { ["message"] = end.Reason };
        if (end.Code is not null)
        {
            error["code"] = end.Code;
        }

        Complete(turn, _state! with { Status = failed ? ToolStatuses.Failed : ToolStatuses.Cancelled, Error = error });
    }

    /// <summary>Codex's own output counts; without one, what it streamed.</summary>
    private ToolState WithOutput(ToolState state)
    {
        if (_output.IsEmpty || state.Output?["text"] is not null)
        {
            return state;
        }

        var output = state.Output is null ? [] : (JsonObject)state.Output.DeepClone();
        ToolOutputs.SetText(output, _output.ToBoundedText());
        return state with { Output = output };
    }
}
