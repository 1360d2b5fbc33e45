using System.Globalization;
using System.Text.RegularExpressions;
using CodexA2A.ScriptedModel.Requests;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Reads what Codex tells the model about a command.</summary>
internal static partial class CommandOutput
{
    private const int MaxQuote = 400;

    /// <summary>The id of a command that still runs, or null if it has ended.</summary>
    public static int? RunningSession(ToolOutput output) =>
        Session().Match(output.Text) is { Success: true } match
        && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    /// <summary>What the command printed, shortened for a quotation.</summary>
    public static string Quote(ToolOutput output)
    {
        const string Marker = "Output:\n";
        var at = output.Text.IndexOf(Marker, StringComparison.Ordinal);
        var text = (at < 0 ? output.Text : output.Text[(at + Marker.Length)..]).Trim();
        return text.Length <= MaxQuote ? text : text[..MaxQuote] + " …";
    }

    [GeneratedRegex(@"Process running with session ID (\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Session();
}
