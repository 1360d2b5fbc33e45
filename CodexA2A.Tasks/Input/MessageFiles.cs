namespace CodexA2A.Tasks;

/// <summary>Which parts of a message are files: bytes that are no image, given to the agent as a file of its workspace.</summary>
public static class MessageFiles
{
    /// <summary>What is said of bytes that no media type came with.</summary>
    public const string UnknownType = "application/octet-stream";

    /// <summary>Characters that naming a file to the agent takes at most, beside the text of the message.</summary>
    public const int NoteCharacters = 512;

    /// <summary>True for a file; an image that models read is none, whether it is called one or only is one.</summary>
    public static bool Is(Part part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return part.Raw is { } raw
            && (ImageTypes.Normalize(part.MediaType) is { } said ? !ImageTypes.All.Contains(said) : ImageTypes.Of(raw.Span) is null);
    }

    /// <summary>The media type of a file.</summary>
    public static string TypeOf(Part part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return ImageTypes.Normalize(part.MediaType) ?? UnknownType;
    }

    /// <summary>Checks one file.</summary>
    /// <exception cref="A2AException">InvalidParams or ContentTypeNotSupported, naming the field.</exception>
    internal static void Check(Part part, string field, InputLimits limits)
    {
        var type = TypeOf(part);
        if (limits.MaxFileBytes == 0 || !limits.FileTypes.Has(type))
        {
            throw A2AException.ContentTypeNotSupported(
                limits.MaxFileBytes == 0 || limits.FileTypes.Types.Count == 0
                    ? $"Of bytes this agent takes images only. {MessageInput.ImagesOnly}"
                    : $"Of files this agent takes {string.Join(", ", limits.FileTypes.Types)}; this one is {(MediaTypeList.IsType(type) ? type : "of no media type")}.",
                $"{field}.mediaType");
        }

        if (!MediaTypeList.IsType(type))
        {
            throw A2AException.ContentTypeNotSupported("This is no media type. Say what the bytes are, such as application/pdf, or leave it out.", $"{field}.mediaType");
        }

        if (part.Raw!.Value.Length > limits.MaxFileBytes)
        {
            throw A2AException.InvalidParams($"{field}.raw", $"must have at most {limits.MaxFileBytes:N0} bytes");
        }
    }
}
