using System.Text.Json;

namespace CodexA2A.ScriptedModel.Requests;

/// <summary>One request to <c>POST /v1/responses</c>, as far as a scenario or a test needs it.</summary>
public sealed record ModelRequest
{
    /// <summary>Counts the server's requests, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The model asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The text of the last message a person wrote; empty if there is none.</summary>
    public required string UserText { get; init; }

    /// <summary>All messages a person wrote, oldest first.</summary>
    public required IReadOnlyList<string> UserTexts { get; init; }

    /// <summary>The media types of the images in the last message.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>What the tools answered since the last message, in order.</summary>
    public required IReadOnlyList<ToolOutput> ToolOutputs { get; init; }

    /// <summary>The names of the tools that the model may call.</summary>
    public required IReadOnlySet<string> Tools { get; init; }

    /// <summary>Codex's turn id, or null when another client asks.</summary>
    public string? TurnId { get; init; }

    /// <summary>Codex's thread id, or null when another client asks.</summary>
    public string? ThreadId { get; init; }

    /// <summary>Why Codex asks: <c>turn</c>, <c>compaction</c>, …; null when another client asks.</summary>
    public string? Kind { get; init; }

    /// <summary>True when the answer is to fit a JSON Schema.</summary>
    public bool WantsJson { get; init; }

    /// <summary>Which try of the same request this is, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The name of the scenario that answered.</summary>
    public string Scenario { get; init; } = "";

    /// <summary>The whole request body.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>The number of the model's reply within the turn, from 0: how many tool answers are there already.</summary>
    public int Round => ToolOutputs.Count;
}

/// <summary>The answer of a tool to one call.</summary>
/// <param name="CallId">The call's id.</param>
/// <param name="Text">The answer's text; several text parts are joined by line breaks.</param>
public sealed record ToolOutput(string CallId, string Text);
