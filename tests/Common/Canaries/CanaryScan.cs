using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace CodexA2A.Testing;

/// <summary>Looks for secrets in every <see cref="Disguise"/>, also in texts that are strings of JSON, or parts of URLs, or packed.</summary>
internal sealed partial class CanaryScan
{
    private const int MaxDepth = 2;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _byBeginning;
    private readonly SearchValues<string> _beginnings;

    public CanaryScan(IEnumerable<string> secrets)
    {
        foreach (var secret in secrets)
        {
            foreach (var disguise in Disguise.All)
            {
                foreach (var trace in disguise.Traces(secret)) _names.TryAdd(trace, $"{secret} ({disguise.Name})");
            }
        }

        _byBeginning = _names.Keys.ToLookup(Beginning, StringComparer.Ordinal);
        _beginnings = SearchValues.Create([.. _byBeginning.Select(one => one.Key)], StringComparison.Ordinal);
    }

    /// <summary>Which secrets are in a text, and in what disguise; each once.</summary>
    public IReadOnlyList<string> Find(string text)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Look(text, found, 0);
        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>The same of a text as it stands, read in no other way: for a text that is known to be full of them.</summary>
    public IReadOnlySet<string> FindAsWritten(string text)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Look(text, found, MaxDepth);
        return found;
    }

    /// <inheritdoc cref="Find(string)" />
    public IReadOnlyList<string> Find(byte[] bytes) => Find(Encoding.Latin1.GetString(bytes));

    private void Look(string text, HashSet<string> found, int depth)
    {
        for (var at = 0; text.AsSpan(at).IndexOfAny(_beginnings) is >= 0 and var next; at++)
        {
            at += next;
            for (var length = 1; length <= BeginningLength && at + length <= text.Length; length++)
            {
                foreach (var trace in _byBeginning[text.Substring(at, length)])
                {
                    if (string.CompareOrdinal(text, at, trace, 0, trace.Length) == 0) found.Add(_names[trace]);
                }
            }
        }

        if (depth == MaxDepth) return;
        foreach (var other in Others(text).Where(other => other != text)) Look(other, found, depth + 1);
    }

    private const int BeginningLength = 12;

    private static string Beginning(string trace) => trace[..Math.Min(BeginningLength, trace.Length)];

    /// <summary>What a text says when it is read in another way.</summary>
    private static IEnumerable<string> Others(string text)
    {
        if (text.Contains('\\', StringComparison.Ordinal)) yield return Escapes().Replace(text, Unescaped);
        if (text.Contains('%', StringComparison.Ordinal)) yield return Uri.UnescapeDataString(text);
        foreach (Match packed in Packed().Matches(text))
        {
            if (Unpacked(packed.Value) is { } inside) yield return inside;
        }
    }

    private static string Unescaped(Match escape) => escape.Value[1] switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'u' => ((char)Convert.ToInt32(escape.Value[2..], 16)).ToString(),
        var c => c.ToString(),
    };

    private static string? Unpacked(string base64)
    {
        try
        {
            using var packed = new MemoryStream(Convert.FromBase64String(base64[..(base64.Length / 4 * 4)]));
            using var unpacking = new GZipStream(packed, CompressionMode.Decompress);
            using var reader = new StreamReader(unpacking, Encoding.Latin1);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\\(?:u[0-9a-fA-F]{4}|[""\\/nrt])")]
    private static partial Regex Escapes();

    [GeneratedRegex("H4sI[A-Za-z0-9+/=]{20,}")]
    private static partial Regex Packed();
}
