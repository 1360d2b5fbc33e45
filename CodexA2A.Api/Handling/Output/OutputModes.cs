using System.Text.Json.Nodes;

namespace CodexA2A.Api.Handling.Output;

/// <summary>
/// The media types that whoever sent a message takes (A2A 1.0, <c>SendMessageConfiguration.acceptedOutputModes</c>). They are stored
/// with the task, <c>metadata.codex.output_negotiation</c>, so that it looks the same however it is read.
/// </summary>
/// <param name="modes">In lower case, without parameters.</param>
internal sealed class OutputModes(IReadOnlyList<string> modes)
{
    /// <summary>What a member name is looked for by, before anything is read.</summary>
    public const string Member = "output_negotiation";

    private const string Accepted = "accepted_output_modes";
    private const int MaxModes = 32;

    /// <summary>Text is taken, of whatever kind a client reads as plain text.</summary>
    public bool TakesText => Takes("text/plain") || modes.Any(mode => mode.StartsWith("text/", StringComparison.Ordinal));

    /// <summary>What a request asks for; null where it takes everything.</summary>
    public static OutputModes? Of(SendMessageConfiguration? configuration) => Of(configuration?.AcceptedOutputModes ?? []);

    /// <summary>What is stored with a task; null where everything is taken.</summary>
    public static OutputModes? Of(JsonObject? metadata) =>
        ((metadata?["codex"] as JsonObject)?[Member] as JsonObject)?[Accepted] is JsonArray stored
            ? Of([.. stored.Select(mode => JsonText.Of(mode) ?? "")])
            : null;

    /// <summary>As stored with a task.</summary>
    public JsonObject ToMetadata() => new()
    {
        ["codex"] = new JsonObject { [Member] = new JsonObject { [Accepted] = new JsonArray([.. modes.Select(mode => (JsonNode)mode)]) } },
    };

    /// <summary>True when a client takes content of this type, by its name or by a wildcard.</summary>
    public bool Takes(string mediaType)
    {
        var type = Bare(mediaType);
        var (kind, subtype) = type.Split('/', 2) is [var before, var after] ? (before, after) : (type, "");
        return modes.Any(mode => mode == type || mode == $"{kind}/*" || mode == $"*/{subtype}" || mode == kind);
    }

    private static OutputModes? Of(IReadOnlyList<string> asked)
    {
        string[] normal = [.. asked.Select(Bare).Where(mode => mode.Length > 0).Distinct().Order(StringComparer.Ordinal).Take(MaxModes)];
        return normal.Length == 0 || normal.Contains("*/*") || normal.Contains("*") ? null : new OutputModes(normal);
    }

    private static string Bare(string mode) => mode.Split(';')[0].Trim().ToLowerInvariant();
}
