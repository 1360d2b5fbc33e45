using System.Text;
using CodexA2A.Cli.Client;
using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Calls;

/// <summary>Asks the person at the terminal.</summary>
internal sealed class TerminalAnswers(TerminalWriter output, TextReader input) : IAnswers
{
    /// <inheritdoc/>
    public async ValueTask<string?> AnswerAsync(OpenQuestion? question, CancellationToken cancellationToken)
    {
        if (question is not { IsPermission: true })
        {
            // The choices stand in the message that was just printed.
            output.FreshLine();
            output.Write("your answer: ", Tone.Ask);
            return await ReadAsync(question?.IsSecret == true, cancellationToken);
        }

        while (true)
        {
            output.FreshLine();
            output.Write("[y] approve  [a] approve for the session  [n] deny  [c] cancel the turn: ", Tone.Ask);
            if (await ReadAsync(secret: false, cancellationToken) is not { } line)
            {
                return null;
            }

            if (Decision(line) is { } decision)
            {
                return decision;
            }
        }
    }

    /// <summary>The word that the service understands, for what a person types.</summary>
    public static string? Decision(string line) => line.Trim().ToUpperInvariant() switch
    {
        "Y" or "YES" or "APPROVE" => "approve",
        "A" or "ALWAYS" or "APPROVE FOR SESSION" => "approve for session",
        "N" or "NO" or "DENY" => "deny",
        "C" or "CANCEL" => "cancel",
        _ => null,
    };

    private async Task<string?> ReadAsync(bool secret, CancellationToken cancellationToken)
    {
        output.Flush();
        // Reading a console cannot be cancelled; the thread that waits ends with the process.
        Func<string?> read = secret && !Console.IsInputRedirected ? ReadUnseen : input.ReadLine;
        var line = await Task.Run(read, CancellationToken.None).WaitAsync(cancellationToken);
        return line?.Trim();
    }

    private static string ReadUnseen()
    {
        var line = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace && line.Length > 0)
            {
                line.Length--;
            }
            else if (!char.IsControl(key.KeyChar))
            {
                line.Append(key.KeyChar);
            }
        }

        Console.WriteLine();
        return line.ToString();
    }
}
