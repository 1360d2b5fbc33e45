using CodexA2A.Api.Extensions;
using CodexA2A.Api.Hosting;

namespace CodexA2A.Api.Handling;

/// <summary>What this agent asks of a message beyond <see cref="RequestValidation"/>; the same in every binding.</summary>
internal static class MessageGuards
{
    private const int MaxIdLength = 1024;
    private const string DataScheme = "data:";
    private const string ImagesOnly = "Send PNG, JPEG, GIF or WebP; text and JSON go as text and data.";

    /// <summary>Checks the message and how it is to be answered.</summary>
    /// <exception cref="A2AException">With the field that is wrong.</exception>
    public static void Check(SendMessageRequest request, A2AOptions options)
    {
        RequestValidation.Check(request);
        if (request.Message.Role != Role.User) throw A2AException.InvalidParams("message.role", "must be ROLE_USER");
        if (request.Message.MessageId.Length > MaxIdLength) throw A2AException.InvalidParams("message.messageId", $"must have at most {MaxIdLength} characters");
        CheckParts(request.Message.Parts, options.MaxTextCharacters);
        if (request.Configuration is { } configuration) CheckConfiguration(configuration);
        if (Metadata.Text(request, Metadata.SessionId) is { } session && (session.Length is 0 or > 128 || !Text.IsVisibleAscii(session)))
        {
            throw A2AException.InvalidParams(Metadata.SessionId, "must be 1 to 128 visible ASCII characters");
        }
    }

    private static void CheckParts(IReadOnlyList<Part> parts, int maxCharacters)
    {
        var characters = 0L;
        var hasContent = false;
        for (var i = 0; i < parts.Count; i++)
        {
            characters += parts[i].Text?.Length ?? 0;
            hasContent |= parts[i].Text is not { } text || !string.IsNullOrWhiteSpace(text);
            if (parts[i].Url is { } url) CheckUrl(url, $"message.parts[{i}].url");
            if (parts[i].Raw is { } raw) CheckRaw(raw, parts[i].MediaType, $"message.parts[{i}]");
        }

        if (characters > maxCharacters) throw A2AException.InvalidParams("message.parts", $"must have at most {maxCharacters:N0} characters of text");
        if (!hasContent) throw A2AException.InvalidParams("message.parts", "must have content: all the text is empty");
    }

    /// <summary>Nothing is fetched on a caller's behalf: an address of theirs may point into our network.</summary>
    private static void CheckUrl(string url, string field)
    {
        if (!url.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase))
        {
            throw A2AException.ContentTypeNotSupported("This agent fetches no addresses; send the bytes as raw, or as a data: URL.", field);
        }

        var head = url.AsSpan(DataScheme.Length, Math.Max(0, url.IndexOf(',', StringComparison.Ordinal) - DataScheme.Length));
        if (!head.EndsWith(";base64", StringComparison.OrdinalIgnoreCase) || !InputModes.MayBeImage(head.ToString()))
        {
            throw A2AException.ContentTypeNotSupported($"A data: URL must hold an image in base64. {ImagesOnly}", field);
        }
    }

    private static void CheckRaw(ReadOnlyMemory<byte> raw, string? mediaType, string field)
    {
        if (raw.IsEmpty) throw A2AException.InvalidParams($"{field}.raw", "must not be empty");
        if (!InputModes.MayBeImage(mediaType ?? ""))
        {
            throw A2AException.ContentTypeNotSupported($"Of raw bytes this agent takes images only. {ImagesOnly}", $"{field}.mediaType");
        }
    }

    private static void CheckConfiguration(SendMessageConfiguration configuration)
    {
        if (configuration.TaskPushNotificationConfig is not null) throw A2AException.PushNotificationNotSupported();
        if (configuration.AcceptedOutputModes is { Count: > 0 } modes && !modes.Any(IsProduced))
        {
            throw A2AException.ContentTypeNotSupported(
                "This agent answers in text/plain and application/json; name one of them.", "configuration.acceptedOutputModes");
        }
    }

    private static bool IsProduced(string mode) =>
        mode.Split(';')[0].Trim().ToLowerInvariant() is "*/*" or "*" or "text" or "text/*" or "text/plain" or "text/markdown" or "application/*" or "application/json";
}
