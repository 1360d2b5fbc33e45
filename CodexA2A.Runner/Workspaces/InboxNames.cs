using System.Globalization;
using System.Text;

namespace CodexA2A.Runner.Workspaces;

/// <summary>
/// Names of files that clients send: of what a client calls its file only letters, digits and a few signs stay, so that a name is no
/// path, no option, no hidden file, and nothing that a shell or a person reads as anything else. Pure.
/// </summary>
internal static class InboxNames
{
    private const int MaxBytes = 120;
    private const int MaxExtension = 16;
    private const string Signs = "._-+";

    private static readonly string[] Reserved =
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(n => (string[])[$"COM{n}", $"LPT{n}"])];

    private static readonly Dictionary<string, string> Extensions = new(StringComparer.Ordinal)
    {
        ["application/pdf"] = ".pdf",
        ["application/json"] = ".json",
        ["application/zip"] = ".zip",
        ["application/gzip"] = ".gz",
        ["application/xml"] = ".xml",
        ["text/xml"] = ".xml",
        ["text/html"] = ".html",
        ["text/csv"] = ".csv",
        ["text/markdown"] = ".md",
        ["image/svg+xml"] = ".svg",
        ["audio/mpeg"] = ".mp3",
        ["video/mp4"] = ".mp4",
    };

    /// <summary>A name for each file, no two alike, also where case does not count.</summary>
    /// <param name="files">What the client calls each, if it does, and its media type.</param>
    public static IReadOnlyList<string> Of(IEnumerable<(string? Name, string MediaType)> files)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. files.Select(file => Unique(One(file.Name, file.MediaType), taken))];
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var n = 2; !taken.Add(unique); n++)
        {
            var (stem, extension) = Split(name);
            unique = Joined(stem, string.Create(CultureInfo.InvariantCulture, $"-{n}{extension}"));
        }

        return unique;
    }

    private static string One(string? given, string mediaType)
    {
        var last = (given ?? "").Split('/', '\\')[^1];
        var kept = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
        {
            // What is no character of Unicode comes as the replacement character, a symbol.
            kept.Append(Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                || (rune.IsAscii && Signs.Contains((char)rune.Value, StringComparison.Ordinal)) ? rune.ToString() : "_");
        }

        var name = kept.ToString().TrimStart('.', '-').TrimEnd('.');
        if (name.All(c => c is '_' or '.'))
        {
            return "file" + ExtensionOf(mediaType);
        }

        var (stem, extension) = Split(name);
        return Joined(Reserved.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase) ? $"_{stem}" : stem, extension);
    }

    private static (string Stem, string Extension) Split(string name)
    {
        var extension = Path.GetExtension(name);
        return extension.Length is > 1 and <= MaxExtension && extension.Length < name.Length ? (name[..^extension.Length], extension) : (name, "");
    }

    private static string Joined(string stem, string extension)
    {
        var room = MaxBytes - Encoding.UTF8.GetByteCount(extension);
        var length = 0;
        var end = 0;
        foreach (var rune in stem.EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > room)
            {
                break;
            }

            (length, end) = (length + rune.Utf8SequenceLength, end + rune.Utf16SequenceLength);
        }

        return stem[..end] + extension;
    }

    private static string ExtensionOf(string mediaType) => Extensions.TryGetValue(mediaType, out var known) ? known
        : mediaType.StartsWith("text/", StringComparison.Ordinal) ? ".txt" : ".bin";
}
