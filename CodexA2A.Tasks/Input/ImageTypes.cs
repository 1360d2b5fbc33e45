namespace CodexA2A.Tasks;

/// <summary>Images that models read, known by their first bytes.</summary>
public static class ImageTypes
{
    /// <summary>Their media types.</summary>
    public static IReadOnlyList<string> All { get; } = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    /// <summary>The media type of an image; null when it is none that is taken.</summary>
    public static string? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return "image/png";
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return "image/jpeg";
        }

        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
        {
            return "image/gif";
        }

        return bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? "image/webp" : null;
    }

    /// <summary>A media type without parameters, in lower case; null for none and for the type that says nothing.</summary>
    public static string? Normalize(string? mediaType)
    {
        var type = mediaType?.Split(';')[0].Trim().ToLowerInvariant();
        return type switch
        {
            null or "" or "application/octet-stream" or "image/*" => null,
            "image/jpg" => "image/jpeg",
            _ => type,
        };
    }
}
