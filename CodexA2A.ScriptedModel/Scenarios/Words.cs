namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Makes deltas out of text.</summary>
internal static class Words
{
    private static readonly string[] Stock =
        ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett"];

    /// <summary>Splits text so that the parts, put together, are the text: each part ends where a word begins.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] == ' ' && text[at - 1] != ' ')
            {
                yield return text[start..at];
                start = at;
            }
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    /// <summary>Numbered words: <c>alpha1 bravo2 …</c>. The number shows a lost or repeated delta.</summary>
    public static IEnumerable<string> Numbered(int count)
    {
        for (var number = 1; number <= count; number++)
        {
            var word = Stock[(number - 1) % Stock.Length];
            yield return number == 1 ? $"{word}{number}" : $" {word}{number}";
        }
    }
}
