using System.Globalization;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>The text of the scenario <c>#bench … stamp=true</c>: <c>t1@MICROSECONDS t2@MICROSECONDS …</c>.</summary>
internal static class StampedText
{
    /// <summary>The message that asks for it.</summary>
    public static string Prompt(int tokens, int delay) => string.Create(CultureInfo.InvariantCulture, $"#bench tokens={tokens} delay={delay} stamp=true");

    /// <summary>Throws unless every token is there, once and in order.</summary>
    public static void Check(string text, int tokens)
    {
        var found = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < Math.Max(tokens, found.Length); i++)
        {
            if (i >= tokens || i >= found.Length || !found[i].StartsWith($"t{i + 1}@", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The text is not whole: {found.Length} of {tokens} tokens, wrong at {i + 1}: {text}");
            }
        }
    }

    /// <summary>When the tokens of a piece were sent, in microseconds of Unix time. A piece always holds whole tokens.</summary>
    public static IEnumerable<long> Stamps(string piece) => piece.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(token => long.Parse(token[(token.IndexOf('@', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture));
}
