using CodexA2A.Api.Extensions;
using CodexA2A.Api.Hosting;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>What this agent asks of a message beyond <see cref="RequestValidation"/>; the same in every binding, and nothing less than the runner asks.</summary>
internal static class MessageGuards
{
    private const int MaxIdLength = 1024;

    /// <summary>Checks the message and how it is to be answered.</summary>
    /// <exception cref="A2AException">With the field that is wrong.</exception>
    public static void Check(Owner owner, SendMessageRequest request, A2AOptions options)
    {
        RequestValidation.Check(request);
        TenantGuard.Check(owner, request.Tenant);
        NestingGuard.Check(request);
        if (request.Message.Role != Role.User) throw A2AException.InvalidParams("message.role", "must be ROLE_USER");
        if (request.Message.MessageId.Length > MaxIdLength) throw A2AException.InvalidParams("message.messageId", $"must have at most {MaxIdLength} characters");
        MessageInput.Check(request.Message.Parts, options.Limits());
        var metadata = new MetadataReader(request.Metadata, request.Message.Metadata);
        ExecutionSettings.Read(metadata);
        OutputSchema.Read(metadata);
        WhenBusyReader.Of(request);
        if (request.Configuration is { } configuration) CheckConfiguration(configuration);
        if (Metadata.Text(request, Metadata.SessionId) is { } session && (session.Length is 0 or > 128 || !Text.IsVisibleAscii(session)))
        {
            throw A2AException.InvalidParams(Metadata.SessionId, "must be 1 to 128 visible ASCII characters");
        }
    }

    private static void CheckConfiguration(SendMessageConfiguration configuration)
    {
        if (configuration.AcceptedOutputModes is { Count: > 0 } modes && !modes.Any(IsProduced))
        {
            throw A2AException.ContentTypeNotSupported(
                "This agent answers in text/plain and application/json; name one of them.", "configuration.acceptedOutputModes");
        }
    }

    private static bool IsProduced(string mode) =>
        mode.Split(';')[0].Trim().ToLowerInvariant() is "*/*" or "*" or "text" or "text/*" or "text/plain" or "text/markdown" or "application/*" or "application/json";
}
