using System.Text;
using CodexA2A.ScriptedModel.Requests;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>
/// What a message asks for: <c>#name key=value key="a value"</c> on its first line; the lines after it are the body.
/// A message that does not start with <c>#</c> and a letter asks for nothing.
/// </summary>
internal sealed record Directive(string Name, IReadOnlyDictionary<string, string> Values, string Body)
{
    private const int MaxValues = 32;

    /// <summary>Reads a message; null if it names no scenario.</summary>
    /// <exception cref="BadRequestException">The first line names one, but cannot be read.</exception>
    public static Directive? Parse(string text)
    {
        var message = text.TrimStart();
        if (message.Length < 2 || message[0] != '#' || !char.IsAsciiLetter(message[1]))
        {
            return null;
        }

        var end = message.IndexOf('\n', StringComparison.Ordinal);
        var line = (end < 0 ? message : message[..end]).TrimEnd();
        var body = end < 0 ? "" : message[(end + 1)..].TrimEnd();
        var at = 1;
        var name = Word(line, ref at);
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        while (Skip(line, ref at))
        {
            var equals = line.IndexOf('=', at);
            if (equals <= at || line.AsSpan(at, equals - at).ContainsAny(" \t\""))
            {
                throw Wrong($"Expected key=value at '{line[at..]}' in '{line}'. Put free text on the lines after it.");
            }

            var key = line[at..equals];
            at = equals + 1;
            if (!values.TryAdd(key, Value(line, ref at)) || values.Count > MaxValues)
            {
                throw Wrong($"'{key}' is given twice, or there are more than {MaxValues} parameters.");
            }
        }

        return new Directive(name, values, body);
    }

    private static string Word(string line, ref int at)
    {
        var start = at;
        while (at < line.Length && line[at] is not (' ' or '\t'))
        {
            at++;
        }

        return line[start..at];
    }

    private static bool Skip(string line, ref int at)
    {
        while (at < line.Length && line[at] is ' ' or '\t')
        {
            at++;
        }

        return at < line.Length;
    }

    // In quotes, \" \\ \n and \t stand for themselves; everything else is taken as it is.
    private static string Value(string line, ref int at)
    {
        if (at >= line.Length || line[at] != '"')
        {
            return Word(line, ref at);
        }

        var value = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            switch (line[at])
            {
                case '"':
                    at++;
                    return value.ToString();
                case '\\' when at + 1 < line.Length:
                    at++;
                    value.Append(line[at] switch { 'n' => "\n", 't' => "\t", '"' => "\"", '\\' => "\\", var other => "\\" + other });
                    break;
                default:
                    value.Append(line[at]);
                    break;
            }
        }

        throw Wrong($"A value in '{line}' has no closing quote.");
    }

    private static BadRequestException Wrong(string message) => new("bad_scenario", message);
}
