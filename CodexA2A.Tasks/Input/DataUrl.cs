namespace CodexA2A.Tasks;

/// <summary>Content that stands in its own address: <c>data:image/png;base64,…</c>.</summary>
public static class DataUrl
{
    private const string Prefix = "data:";
    private const string Marker = ";base64,";

    /// <summary>True for a data URL of any kind.</summary>
    public static bool Is(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Its media type (with parameters, maybe empty) and its bytes; false where they are not in base64.</summary>
    public static bool TryRead(string url, out string mediaType, out ReadOnlyMemory<byte> bytes)
    {
        (mediaType, bytes) = ("", default);
        if (!Is(url) || url.IndexOf(Marker, StringComparison.OrdinalIgnoreCase) is not (>= 0 and var marker))
        {
            return false;
        }

        var text = url.AsSpan(marker + Marker.Length);
        var buffer = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(text, buffer, out var length))
        {
            return false;
        }

        (mediaType, bytes) = (url[Prefix.Length..marker], buffer.AsMemory(0, length));
        return true;
    }
}
