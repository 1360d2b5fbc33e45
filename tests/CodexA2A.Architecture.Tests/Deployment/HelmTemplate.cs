using System.Text.RegularExpressions;

namespace CodexA2A.Architecture.Tests.Deployment;

/// <summary>
/// Reads a template as YAML without helm, in a way that is simple and loses something: of if and else the first branch is
/// kept, what is written by include or toYaml with nindent is left out, and every other {{ … }} becomes the word x.
/// </summary>
internal static partial class HelmTemplate
{
    public static string Plain(string template)
    {
        var lines = new List<string>();
        // One for each open block: true while its lines are left out.
        var blocks = new Stack<bool>();
        foreach (var line in template.Split('\n'))
        {
            if (Control().Match(line) is { Success: true } control)
            {
                var word = control.Groups[1].Value;
                if (word is "if" or "with" or "range" or "define") blocks.Push(false);
                else if (word == "else") { blocks.Pop(); blocks.Push(true); }
                else if (word == "end") blocks.Pop();
            }
            else if (!blocks.Contains(true))
            {
                lines.Add(Action().Replace(Block().Replace(line, ""), "x"));
            }
        }

        if (blocks.Count > 0) throw new FormatException("A block is not closed.");
        return string.Join('\n', lines);
    }

    /// <summary>The values that a template names, such as <c>api.image.tag</c>.</summary>
    public static IEnumerable<string> Values(string template) => Value().Matches(template).Select(match => match.Groups[1].Value).Distinct();

    [GeneratedRegex(@"^\s*\{\{-?\s*(if|with|range|define|else|end|include|toYaml)\b[^{}]*(\{\}[^{}]*)?\}\}\s*$")]
    private static partial Regex Control();

    [GeneratedRegex(@"\s*\{\{-\s*(include|toYaml)\b[^{}]*nindent \d+\s*\}\}")]
    private static partial Regex Block();

    [GeneratedRegex(@"\{\{.*?\}\}")]
    private static partial Regex Action();

    [GeneratedRegex(@"\$?\.Values\.([\w.]+)")]
    private static partial Regex Value();
}
