using System.Globalization;
using System.Text.Json;

namespace CodexA2A.ScriptedModel.Scripts;

/// <summary>Reads the text of a script: one instruction a line, continued by lines that begin with two blanks.</summary>
internal static class ScriptParser
{
    private const string Indent = "  ";

    /// <exception cref="ScriptFormatException">A line cannot be understood.</exception>
    public static Script Parse(string file, string text)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            throw new ScriptFormatException(file, 0, "The file's name is the scenario's: letters, digits, - and _, first a letter.");
        }

        var summary = "";
        List<ScriptLine> lines = [];
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.StartsWith(Indent, StringComparison.Ordinal) && lines.Count > 0)
            {
                var last = lines[^1];
                lines[^1] = last with { Text = last.Text.Length == 0 ? line[2..] : $"{last.Text}\n{line[2..]}" };
            }
            else if (line.StartsWith('#'))
            {
                summary = summary.Length == 0 && lines.Count == 0 ? line[1..].Trim() : summary;
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Add(Instruction(file, number, line));
            }
        }

        lines.ForEach(line => Check(file, line));
        return new Script(name, summary.Length == 0 ? "A script file." : summary, Rounds(file, lines));
    }

    private static ScriptLine Instruction(string file, int number, string line)
    {
        var end = line.IndexOf(' ', StringComparison.Ordinal);
        var word = end < 0 ? line : line[..end];
        var verb = ScriptVerb.All.FirstOrDefault(verb => verb.Name == word)
            ?? throw new ScriptFormatException(
                file, number, $"'{word}' is no instruction. Known: {string.Join(", ", ScriptVerb.All.Select(verb => verb.Name))}.");
        return new ScriptLine(verb, end < 0 ? "" : line[(end + 1)..].Trim(), number);
    }

    private static void Check(string file, ScriptLine line)
    {
        var (verb, text) = (line.Verb, line.Text);
        if (text.Length == 0 && !verb.Optional)
        {
            throw new ScriptFormatException(file, line.Number, $"'{verb.Name}' needs {verb.Argument} after it, or on lines that begin with two blanks.");
        }

        if (verb.Max is { } max && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= max))
        {
            throw new ScriptFormatException(file, line.Number, $"'{verb.Name}' needs a whole number from 0 to {max}, not '{text}'.");
        }

        var problem = verb.Name switch
        {
            "cut" or "end" when text is not ("" or "once") => $"Only 'once' may follow '{verb.Name}'.",
            "hang" when text.Length > 0 => "Nothing may follow 'hang'.",
            "error" when int.Parse(text, CultureInfo.InvariantCulture) < 400 => "The status of an error is from 400 to 599.",
            "gate" when text.Contains(' ', StringComparison.Ordinal) => "A gate's name is one word.",
            "call" => ToolCallProblem(text),
            "patch" when !text.StartsWith("*** Begin Patch", StringComparison.Ordinal) => "A patch begins with '*** Begin Patch'.",
            _ => null,
        };
        if (problem is not null)
        {
            throw new ScriptFormatException(file, line.Number, problem);
        }
    }

    private static string? ToolCallProblem(string text)
    {
        var parts = text.Split([' ', '\n'], 2);
        try
        {
            using var json = JsonDocument.Parse(parts.Length < 2 ? "" : parts[1]);
            return json.RootElement.ValueKind == JsonValueKind.Object ? null : "The arguments of a tool are a JSON object.";
        }
        catch (JsonException error)
        {
            return $"After the tool's name its arguments follow as JSON: {error.Message}";
        }
    }

    private static List<IReadOnlyList<ScriptLine>> Rounds(string file, List<ScriptLine> lines)
    {
        List<IReadOnlyList<ScriptLine>> rounds = [];
        List<ScriptLine> round = [];
        foreach (var line in lines)
        {
            if (line.Verb.First && round.Count > 0)
            {
                throw new ScriptFormatException(file, line.Number, $"'{line.Verb.Name}' can only be the first line of a reply.");
            }

            if (round.Count > 0 && round[^1] is { Verb.Ends: true, Text: not "once" } ended)
            {
                throw new ScriptFormatException(file, line.Number, $"Nothing can follow '{ended.Verb.Name}' in the same reply.");
            }

            round.Add(line);
            if (line.Verb.CallsTool)
            {
                rounds.Add(round);
                round = [];
            }
        }

        if (round.Count == 0)
        {
            throw lines.Count == 0
                ? new ScriptFormatException(file, 0, "The script is empty.")
                : new ScriptFormatException(file, lines[^1].Number, $"After '{lines[^1].Verb.Name}' the model must answer: add a line such as 'say Done.'");
        }

        rounds.Add(round);
        return rounds;
    }
}
