using System.Text;

namespace CodexA2A.Runner.Mapping.Text;

/// <summary>Shows a command as the model wrote it, without the shell that Codex wraps around it.</summary>
internal static class ShellCommand
{
    /// <summary>
    /// <c>/bin/bash -lc 'ls -l'</c> gives <c>ls -l</c>; what is not wrapped so comes back unchanged. A shell of the workspace is none:
    /// who is asked whether it may run must see it.
    /// </summary>
    public static string Unwrap(string command)
    {
        var words = Words(command);
        return words is [var shell, "-lc" or "-c", var script]
            && Path.GetFileName(shell) is "sh" or "bash" or "zsh" or "dash"
            && Path.GetDirectoryName(shell) is "" or "/bin" or "/usr/bin" or "/usr/local/bin" ? script : command;
    }

    /// <summary>The words of a POSIX command line of which none is left open; null when it is more than plain words.</summary>
    private static List<string>? Words(string command)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var started = false;
        for (var i = 0; i < command.Length; i++)
        {
            var c = command[i];
            switch (c)
            {
                case ' ':
                    if (started)
                    {
                        words.Add(word.ToString());
                    }

                    word.Clear();
                    started = false;
                    break;
                case '\'':
                    var close = command.IndexOf('\'', i + 1);
                    if (close < 0)
                    {
                        return null;
                    }

                    word.Append(command, i + 1, close - i - 1);
                    (i, started) = (close, true);
                    break;
                case '"':
                    i = DoubleQuoted(command, i + 1, word);
                    if (i < 0)
                    {
                        return null;
                    }

                    started = true;
                    break;
                case '\\' when i + 1 < command.Length:
                    word.Append(command[++i]);
                    started = true;
                    break;
                // Outside quotes these mean something to a shell: then the line is no plain list of words.
                case ';' or '|' or '&' or '<' or '>' or '(' or ')' or '$' or '`' or '\n':
                    return null;
                default:
                    word.Append(c);
                    started = true;
                    break;
            }
        }

        if (started)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    /// <summary>Reads up to the closing quote and gives its place; -1 when there is none or something would be expanded.</summary>
    private static int DoubleQuoted(string command, int i, StringBuilder word)
    {
        for (; i < command.Length; i++)
        {
            switch (command[i])
            {
                case '"':
                    return i;
                case '$' or '`':
                    return -1;
                case '\\' when i + 1 < command.Length && command[i + 1] is '"' or '\\' or '$' or '`':
                    word.Append(command[++i]);
                    break;
                default:
                    word.Append(command[i]);
                    break;
            }
        }

        return -1;
    }
}
