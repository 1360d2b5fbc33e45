namespace CodexA2A.Tasks;

/// <summary>
/// What an agent takes of a message: text, JSON data, and images by their bytes. One judge for both sides of the seam, so that
/// what the Api accepts the runner does not refuse. Pure.
/// </summary>
public static class MessageInput
{
    private const string ImagesOnly = "Send PNG, JPEG, GIF or WebP; text and JSON go as text and data.";

    /// <summary>Checks the parts of a message.</summary>
    /// <exception cref="A2AException">InvalidParams or ContentTypeNotSupported, naming the field.</exception>
    public static void Check(IReadOnlyList<Part> parts, InputLimits limits)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(limits);
        var characters = 0L;
        var hasContent = false;
        for (var i = 0; i < parts.Count; i++)
        {
            var (part, field) = (parts[i], $"message.parts[{i}]");
            characters += InputText.Count(part);
            hasContent |= part.Text is not { } text || !string.IsNullOrWhiteSpace(text);
            CheckContent(part, field, limits);
        }

        if (characters > limits.MaxTextCharacters)
        {
            throw A2AException.InvalidParams("message.parts", $"must have at most {limits.MaxTextCharacters:N0} characters of text, JSON data included");
        }

        if (!hasContent)
        {
            throw A2AException.InvalidParams("message.parts", "must have content: all the text is empty");
        }
    }

    private static void CheckContent(Part part, string field, InputLimits limits)
    {
        switch (part.ContentCase)
        {
            case PartContentCase.None:
                throw A2AException.InvalidParams(field, "must have exactly one of text, raw, url, data");
            case PartContentCase.Url:
                CheckUrl(part.Url!, $"{field}.url", limits);
                break;
            case PartContentCase.Raw when part.Raw!.Value.IsEmpty:
                throw A2AException.InvalidParams($"{field}.raw", "must not be empty");
            case PartContentCase.Raw:
                CheckImage(part.Raw!.Value, part.MediaType, $"{field}.raw", $"{field}.mediaType", limits);
                break;
        }
    }

    /// <summary>Nothing is fetched on a caller's behalf: an address of theirs may point into our network.</summary>
    private static void CheckUrl(string url, string field, InputLimits limits)
    {
        if (!DataUrl.Is(url))
        {
            throw A2AException.ContentTypeNotSupported("This agent fetches no addresses; send the bytes as raw, or as a data: URL.", field);
        }

        if (!DataUrl.TryRead(url, out var mediaType, out var bytes))
        {
            throw A2AException.ContentTypeNotSupported($"A data: URL must hold an image in base64. {ImagesOnly}", field);
        }

        CheckImage(bytes, mediaType, field, field, limits);
    }

    private static void CheckImage(ReadOnlyMemory<byte> bytes, string? mediaType, string field, string typeField, InputLimits limits)
    {
        var said = ImageTypes.Normalize(mediaType);
        if (said is not null && !ImageTypes.All.Contains(said))
        {
            throw A2AException.ContentTypeNotSupported($"Of bytes this agent takes images only. {ImagesOnly}", typeField);
        }

        if (bytes.Length > limits.MaxImageBytes)
        {
            throw A2AException.InvalidParams(field, $"must have at most {limits.MaxImageBytes:N0} bytes");
        }

        if (ImageTypes.Of(bytes.Span) is not { } found)
        {
            throw A2AException.ContentTypeNotSupported($"These bytes are no image that this agent knows. {ImagesOnly}", field);
        }

        if (said is not null && said != found)
        {
            throw A2AException.ContentTypeNotSupported($"These bytes are {found}, not {said}.", typeField);
        }
    }
}
