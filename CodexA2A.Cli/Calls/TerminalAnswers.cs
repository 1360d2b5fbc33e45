using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Cli.Client;
using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Calls;

/// <summary>Asks the person at the terminal.</summary>
internal sealed class TerminalAnswers(TerminalWriter output, TextReader input) : IAnswers
{
    private const string Decide = "[y] approve  [a] approve for the session  [n] deny  [c] cancel the turn";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Part>?> AnswerAsync(OpenQuestion? question, string? refusal, CancellationToken cancellationToken)
    {
        if (refusal is not null)
        {
            output.Line(refusal, Tone.Bad);
        }

        return question?.Kind switch
        {
            QuestionKind.Permission => await DecideAsync($"{Decide}: ", line => Decision(line) is { } word ? Part.FromText(word) : null, cancellationToken),
            QuestionKind.Form => await DecideAsync($"{Decide}, or the form as a JSON object: ", Filled, cancellationToken),
            _ => await WordsAsync(question, cancellationToken),
        };
    }

    private async Task<IReadOnlyList<Part>?> DecideAsync(string prompt, Func<string, Part?> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await AskAsync(prompt, secret: false, cancellationToken) is not { } line)
            {
                return null;
            }

            if (read(line) is { } part)
            {
                return [part];
            }
        }
    }

    /// <summary>The choices stand in the message that was just printed; several questions take one line each.</summary>
    private async Task<IReadOnlyList<Part>?> WordsAsync(OpenQuestion? question, CancellationToken cancellationToken)
    {
        var count = Math.Max(1, question?.Secrets.Count ?? 1);
        var parts = new List<Part>(count);
        for (var i = 0; i < count; i++)
        {
            var prompt = count == 1 ? "your answer: " : $"your answer to question {i + 1}: ";
            string? line;
            do
            {
                // Enter alone answers nothing, and would be refused.
                line = await AskAsync(prompt, question?.Secrets.ElementAtOrDefault(i) == true, cancellationToken);
            }
            while (line is "");

            if (line is null)
            {
                return null;
            }

            parts.Add(Part.FromText(line));
        }

        return parts;
    }

    private static Part? Filled(string line)
    {
        if (Decision(line) is { } word)
        {
            return Part.FromText(word);
        }

        try
        {
            return JsonNode.Parse(line) is JsonObject form ? Part.FromData(form) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Task<string?> AskAsync(string prompt, bool secret, CancellationToken cancellationToken)
    {
        output.FreshLine();
        output.Write(prompt, Tone.Ask);
        return ReadAsync(secret, cancellationToken);
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
