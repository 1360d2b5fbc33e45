using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.Runner.Mapping.Control;

/// <summary>Where a page of messages ended: the page of turns, the turn in it, and how many of its messages are left to give.</summary>
/// <param name="Page">Codex's cursor of the page; null for the first.</param>
/// <param name="Turn">The turn; null for the first of the page.</param>
/// <param name="Left">How many of its messages, from the first on: a turn that runs gets more at its other end. Null for all.</param>
internal sealed record HistoryCursor(string? Page, string? Turn, int? Left)
{
    private const int MaxLength = 4096;

    /// <summary>The beginning.</summary>
    public static HistoryCursor Start { get; } = new(null, null, null);

    /// <summary>How many of the turn's messages were given, from the last on; of a cursor that an earlier release gave.</summary>
    public int Given { get; private init; }

    /// <summary>What <see cref="ToString"/> wrote.</summary>
    /// <exception cref="ControlFaultException">It did not.</exception>
    public static HistoryCursor Parse(string? text)
    {
        if (text is null)
        {
            return Start;
        }

        try
        {
            if (text.Length <= MaxLength && JsonNode.Parse(Convert.FromBase64String(text)) is JsonArray values)
            {
                switch (values)
                {
                    case [var page, var turn, null, JsonValue left] when (int)left >= 0:
                        return new HistoryCursor((string?)page, (string?)turn, (int)left);
                    case [var page, null, null, null]:
                        return new HistoryCursor((string?)page, null, null);
                    case [var page, var turn, JsonValue given] when (int)given >= 0:
                        return new HistoryCursor((string?)page, (string?)turn, null) { Given = (int)given };
                }
            }
        }
        catch (Exception exception) when (exception is FormatException or System.Text.Json.JsonException or InvalidOperationException)
        {
            // Not ours.
        }

        throw ControlErrors.Invalid("cursor", "is not one that this method gave");
    }

    /// <summary>As a client gets it.</summary>
    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes(new JsonArray(Page, Turn, null, Left).ToJsonString()));
}
