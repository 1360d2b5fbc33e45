using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.Runner.Mapping.Control;

/// <summary>Where a page of messages ended: the page of turns, the turn in it, and how many of its messages were given.</summary>
/// <param name="Page">Codex's cursor of the page; null for the first.</param>
/// <param name="Turn">The turn.</param>
/// <param name="Given">How many of its messages, from the last on.</param>
internal sealed record HistoryCursor(string? Page, string? Turn, int Given)
{
    private const int MaxLength = 4096;

    /// <summary>The beginning.</summary>
    public static HistoryCursor Start { get; } = new(null, null, 0);

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
            if (text.Length <= MaxLength && JsonNode.Parse(Convert.FromBase64String(text)) is JsonArray { Count: 3 } values)
            {
                return new HistoryCursor((string?)values[0], (string?)values[1], (int)values[2]!);
            }
        }
        catch (Exception exception) when (exception is FormatException or System.Text.Json.JsonException or InvalidOperationException)
        {
            // Not ours.
        }

        throw ControlErrors.Invalid("cursor", "is not one that this method gave");
    }

    /// <summary>As a client gets it.</summary>
    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes(new JsonArray(Page, Turn, Given).ToJsonString()));
}
