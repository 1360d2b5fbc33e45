using System.Text.Json.Nodes;

namespace CodexA2A.FakeCodex;

/// <summary>A thread and its turns.</summary>
internal sealed class FakeThread(string id, Wire wire, FakeSettings settings)
{
    /// <summary>The model of threads that name none.</summary>
    public const string DefaultModel = "fake-model";

    private static readonly string[] Told = ["model", "approvalPolicy", "sandbox", "sandboxPolicy", "cwd"];

    private readonly List<FakeTurn> _turns = [];
    private FakeTurn? _running;
    private bool _closing;

    /// <summary>Thread id.</summary>
    public string Id { get; } = id;

    /// <summary>Configuration it was started with; answered by a message <c>config</c>.</summary>
    public JsonNode? Config { get; set; }

    /// <summary>Its model: the last that was named.</summary>
    public string Model { get; private set; } = DefaultModel;

    /// <summary>What it was loaded with, of what decides; with that of a turn answered by a message <c>settings</c>.</summary>
    public JsonObject Settings { get; private set; } = [];

    /// <summary>It is in memory.</summary>
    public bool IsLoaded { get; set; }

    /// <summary>It can come from disk: it had a turn, and is not just leaving memory.</summary>
    public bool CanLoad => IsLoaded || (_turns.Count > 0 && !_closing);

    /// <summary>The thread as Codex describes it.</summary>
    public JsonObject Describe() => new() { ["id"] = Id, ["status"] = new JsonObject { ["type"] = "idle" }, ["turns"] = new JsonArray(), ["createdAt"] = 1, ["model"] = Model };

    /// <summary>It was started, or comes from disk.</summary>
    public void Load(JsonObject parameters)
    {
        Model = (string?)parameters["model"] ?? Model;
        Settings = Only(parameters);
    }

    /// <summary>Those of the parameters that decide what a turn may do, and where.</summary>
    public static JsonObject Only(JsonObject parameters) =>
        new(Told.Where(name => parameters[name] is not null).Select(name => KeyValuePair.Create(name, parameters[name]?.DeepClone())));

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

        Model = (string?)parameters["model"] ?? Model;
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
