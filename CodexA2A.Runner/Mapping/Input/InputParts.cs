using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping.Input;

/// <summary>One part of a message.</summary>
internal static class InputParts
{
    private const string ImagesOnly = "is not supported: send text, JSON data, or an image (PNG, JPEG, GIF or WebP) as raw bytes";

    /// <summary>Text as text, data as fenced JSON, images as data URLs; nothing else.</summary>
    /// <param name="part">The part.</param>
    /// <param name="field">Its path, for errors.</param>
    /// <param name="limits">Limits.</param>
    public static UserInput Map(Part part, string field, InputLimits limits) => part.ContentCase switch
    {
        PartContentCase.Text => new TextInput(part.Text!),
        PartContentCase.Data => new TextInput($"```json\n{part.Data!.Value.GetRawText()}\n```"),
        PartContentCase.Raw => Image(part.Raw!.Value, part.MediaType, $"{field}.raw", limits),
        PartContentCase.Url => Url(part.Url!, $"{field}.url", limits),
        _ => throw A2AException.InvalidParams(field, "must have exactly one of text, raw, url and data"),
    };

    private static ImageInput Image(ReadOnlyMemory<byte> bytes, string? mediaType, string field, InputLimits limits)
    {
        if (bytes.Length > limits.MaxImageBytes)
        {
            throw A2AException.InvalidParams(field, $"has {bytes.Length} bytes; an image may have at most {limits.MaxImageBytes}");
        }

        var found = ImageTypes.Of(bytes.Span);
        var said = ImageTypes.Normalize(mediaType);
        if (found is null || (said is not null && said != found))
        {
            var what = mediaType is null ? "This content" : $"Content of type {Shown(mediaType)}";
            throw A2AException.ContentTypeNotSupported(
                found is null ? $"{what} {ImagesOnly}." : $"{field} says {Shown(mediaType!)} but holds {found}.", field);
        }

        return new ImageInput($"data:{found};base64,{Convert.ToBase64String(bytes.Span)}");
    }

    private static ImageInput Url(string url, string field, InputLimits limits)
    {
        const string prefix = "data:";
        const string marker = ";base64,";
        if (!url.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            throw A2AException.ContentTypeNotSupported("Content behind an address is not fetched: send the image as raw bytes.", field);
        }

        var comma = url.IndexOf(marker, StringComparison.OrdinalIgnoreCase);
        var bytes = new byte[comma < 0 ? 0 : (url.Length - comma) / 4 * 3 + 3];
        if (comma < 0 || !Convert.TryFromBase64Chars(url.AsSpan(comma + marker.Length), bytes, out var length))
        {
            throw A2AException.ContentTypeNotSupported("A data address must hold an image in base64.", field);
        }

        return Image(bytes.AsMemory(0, length), url[prefix.Length..comma], field, limits);
    }

    /// <summary>A client's own word, never at length and without line breaks.</summary>
    private static string Shown(string mediaType) =>
        new([.. mediaType.Take(64).Select(c => char.IsControl(c) ? ' ' : c)]);
}
