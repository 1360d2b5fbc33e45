using System.Text.Json.Nodes;

namespace CodexA2A.FakeCodex;

/// <summary>A thread and its turns.</summary>
internal sealed class FakeThread(string id, Wire wire, FakeSettings settings)
{
    private readonly List<FakeTurn> _turns = [];
    private FakeTurn? _running;
    private bool _closing;

    /// <summary>Thread id.</summary>
    public string Id { get; } = id;

    /// <summary>Configuration it was started with; answered by a message <c>config</c>.</summary>
    public JsonNode? Config { get; set; }

    /// <summary>It is in memory.</summary>
    public bool IsLoaded { get; set; }

    /// <summary>It can come from disk: it had a turn, and is not just leaving memory.</summary>
    public bool CanLoad => IsLoaded || (_turns.Count > 0 && !_closing);

    /// <summary>The thread as Codex describes it.</summary>
    public JsonObject Describe() => new() { ["id"] = Id, ["status"] = new JsonObject { ["type"] = "idle" }, ["turns"] = new JsonArray(), ["createdAt"] = 1 };

    /// <summary>Its turns, newest first.</summary>
    public JsonArray Turns() => [.. _turns.AsEnumerable().Reverse().Select(turn => (JsonNode)turn.Describe())];

    /// <summary>The items of one turn or of all, oldest first.</summary>
    public JsonArray Items(string? turnId) => [.. _turns.Where(turn => turnId is null || turn.Id == turnId).SelectMany(turn => turn.Entries())];

    /// <summary>Begins a turn; the answer and the events come from its own task. While one runs, that one is steered, as in Codex.</summary>
    public void StartTurn(JsonNode id, JsonObject parameters)
    {
        if (_running is { IsOver: false } running)
        {
            wire.Answer(id, new JsonObject { ["turn"] = running.Describe() });
            return;
        }

        _running = new FakeTurn(this, wire, settings, parameters);
        _turns.Add(_running);
        _running.Start(id.DeepClone());
    }

    /// <summary>Takes it out of memory; the next try to load it comes too early, as with the real one. False when it was not there.</summary>
    public bool Unload()
    {
        _closing |= IsLoaded;
        (var was, IsLoaded) = (IsLoaded, false);
        return was;
    }

    /// <summary>It has left memory now. False when it had before.</summary>
    public bool EndClosing()
    {
        (var was, _closing) = (_closing, false);
        return was && _turns.Count > 0;
    }

    /// <summary>Adds a message to the running turn, and returns its id; null when it is another one, or none runs.</summary>
    public string? Steer(JsonObject parameters)
    {
        if (_running is not { IsOver: false } turn || turn.Id != parameters["expectedTurnId"]?.GetValue<string>())
            return null;
        turn.Steer(parameters);
        return turn.Id;
    }

    /// <summary>Interrupts the running turn; false when there is none.</summary>
    public bool Interrupt()
    {
        if (_running is not { IsOver: false } turn)
            return false;
        if (!settings.Has(Fault.IgnoreInterrupt))
            turn.Interrupt();
        return true;
    }
}
