namespace CodexA2A.Tasks;

/// <summary>A list of media types: <c>*/*</c>, <c>text/*</c>, <c>application/pdf</c>, separated by commas.</summary>
public sealed class MediaTypeList
{
    private const int MaxLength = 255;

    private MediaTypeList(IReadOnlyList<string> types) => Types = types;

    /// <summary>Every type.</summary>
    public static MediaTypeList All { get; } = new(["*/*"]);

    /// <summary>Its entries, in lower case.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>Reads a list; an empty one has no type in it.</summary>
    public static bool TryParse(string? text, out MediaTypeList list)
    {
        string[] types = [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(type => type.ToLowerInvariant()).Distinct()];
        list = new MediaTypeList(types);
        return types.All(type => IsType(type.EndsWith("/*", StringComparison.Ordinal) ? type[..^1] + "x" : type) || type == "*/*");
    }

    /// <summary>True for what is written as a media type without parameters: <c>type/subtype</c>.</summary>
    public static bool IsType(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= MaxLength && text.Split('/') is [{ Length: > 0 } type, { Length: > 0 } subtype] && IsToken(type) && IsToken(subtype);
    }

    /// <summary>Whether a type, in lower case and without parameters, is in the list.</summary>
    public bool Has(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Types.Any(entry => entry == "*/*" || entry == type
            || (entry.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(entry.AsSpan(0, entry.Length - 1), StringComparison.Ordinal)));
    }

    // RFC 6838, 4.2.
    private static bool IsToken(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$&-^_.+".Contains(c, StringComparison.Ordinal));
}
