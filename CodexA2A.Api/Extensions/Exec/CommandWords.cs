using System.Text;

namespace CodexA2A.Api.Extensions.Exec;

/// <summary>A command line to words by the rules of a POSIX shell: blanks between them, both kinds of quotes, backslashes; nothing is expanded and nothing run.</summary>
internal static class CommandWords
{
    /// <summary>The words.</summary>
    /// <param name="text">The line.</param>
    /// <param name="field">Where it stands in the request, for the error.</param>
    /// <exception cref="A2AException">InvalidParams: a quote is not closed, or a backslash is the last character.</exception>
    public static IReadOnlyList<string> Split(string text, string field)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote == '\'')
            {
                if (c == quote) quote = '\0';
                else word!.Append(c);
            }
            else if (c == '\\')
            {
                if (++i == text.Length) throw A2AException.InvalidParams(field, "must not end with a backslash");
                // Between double quotes it keeps its meaning before these two only.
                if (quote == '"' && text[i] is not ('"' or '\\')) (word ??= new()).Append(c);
                (word ??= new()).Append(text[i]);
            }
            else if (quote == '"')
            {
                if (c == quote) quote = '\0';
                else word!.Append(c);
            }
            else if (c is '\'' or '"')
            {
                quote = c;
                word ??= new();
            }
            else if (char.IsWhiteSpace(c))
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
            }
            else
            {
                (word ??= new()).Append(c);
            }
        }

        if (quote != '\0') throw A2AException.InvalidParams(field, "has a quote that is not closed");
        if (word is not null) words.Add(word.ToString());
        return words;
    }
}
