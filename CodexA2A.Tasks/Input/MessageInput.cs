namespace CodexA2A.Tasks;

/// <summary>
/// What an agent takes of a message: text, JSON data, images by their bytes, and files. One judge for both sides of the seam, so that
/// what the Api accepts the runner does not refuse. Pure.
/// </summary>
public static class MessageInput
{
    internal const string ImagesOnly = "Send PNG, JPEG, GIF or WebP; text and JSON go as text and data.";

    /// <summary>What the parts of a message are called in it.</summary>
    public const string Parts = "message.parts";

    /// <summary>Checks the parts of a message.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="limits">What they may be.</param>
    /// <param name="name">What the caller calls them, for errors.</param>
    /// <exception cref="A2AException">InvalidParams or ContentTypeNotSupported, naming the field.</exception>
    public static void Check(IReadOnlyList<Part> parts, InputLimits limits, string name = Parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(limits);
        var (characters, files, bytes) = (0L, 0, 0L);
        var hasContent = false;
        for (var i = 0; i < parts.Count; i++)
        {
            var (part, field) = (parts[i], $"{name}[{i}]");
            characters += InputText.Count(part);
            hasContent |= part.Text is not { } text || !string.IsNullOrWhiteSpace(text);
            CheckContent(part, field, limits);
            if (MessageFiles.Is(part))
            {
                (characters, files, bytes) = (characters + MessageFiles.NoteCharacters, files + 1, bytes + part.Raw!.Value.Length);
            }
        }

        if (parts.Count(IsAddress) > InputLimits.Addresses)
        {
            throw A2AException.InvalidParams(name, $"must have at most {InputLimits.Addresses} images by address");
        }

        if (files > InputLimits.Files || bytes > InputLimits.FilesBytes)
        {
            throw A2AException.InvalidParams(name, $"must have at most {InputLimits.Files} files of together {InputLimits.FilesBytes:N0} bytes");
        }

        if (characters > limits.MaxTextCharacters)
        {
            throw A2AException.InvalidParams(name, $"must have at most {limits.MaxTextCharacters:N0} characters of text, JSON data included");
        }

        if (!hasContent)
        {
            throw A2AException.InvalidParams(name, "must have content: all the text is empty");
        }
    }

    private static void CheckContent(Part part, string field, InputLimits limits)
    {
        switch (part.ContentCase)
        {
            case PartContentCase.None:
                throw A2AException.InvalidParams(field, "must have exactly one of text, raw, url, data");
            case PartContentCase.Url when limits.TakesAddresses && IsAddress(part):
                CheckAddress(part, field);
                break;
            case PartContentCase.Url:
                CheckUrl(part.Url!, $"{field}.url", limits);
                break;
            case PartContentCase.Data:
                RichInput.Read(part.Data!.Value, $"{field}.data");
                break;
            case PartContentCase.Raw when part.Raw!.Value.IsEmpty:
                throw A2AException.InvalidParams($"{field}.raw", "must not be empty");
            case PartContentCase.Raw when MessageFiles.Is(part):
                MessageFiles.Check(part, field, limits);
                break;
            case PartContentCase.Raw:
                CheckImage(part.Raw!.Value, part.MediaType, $"{field}.raw", $"{field}.mediaType", limits);
                break;
        }
    }

    /// <summary>True for an image that is to be fetched.</summary>
    public static bool IsAddress(Part part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return part.Url is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
    }

    /// <summary>Where nothing is fetched on a caller's behalf only the bytes themselves are taken: an address of theirs may point into our network.</summary>
    private static void CheckUrl(string url, string field, InputLimits limits)
    {
        if (!DataUrl.Is(url))
        {
            throw A2AException.ContentTypeNotSupported(
                limits.TakesAddresses ? "This agent fetches http and https addresses only; send the bytes as raw." : "This agent fetches no addresses; send the bytes as raw, or as a data: URL.", field);
        }

        if (!DataUrl.TryRead(url, out var mediaType, out var bytes))
        {
            throw A2AException.ContentTypeNotSupported($"A data: URL must hold an image in base64. {ImagesOnly}", field);
        }

        CheckImage(bytes, mediaType, field, field, limits);
    }

    private static void CheckAddress(Part part, string field)
    {
        if (ImageTypes.Normalize(part.MediaType) is { } said && !ImageTypes.All.Contains(said))
        {
            throw A2AException.ContentTypeNotSupported($"By its address this agent takes images only. {ImagesOnly}", $"{field}.mediaType");
        }

        if (new Uri(part.Url!).UserInfo.Length > 0)
        {
            throw A2AException.InvalidParams($"{field}.url", "must hold no user name or password");
        }
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
