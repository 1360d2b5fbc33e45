using System.Text.Json.Nodes;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Input;

/// <summary>From a client's message to what Codex takes. Pure.</summary>
internal static class InputMapper
{
    /// <summary>Maps a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="requestMetadata">Metadata of the request; it goes before the message's own.</param>
    /// <param name="limits">Limits; null for those of <see cref="InputLimits.Default"/>.</param>
    /// <exception cref="A2AException">InvalidParams or ContentTypeNotSupported, naming the field.</exception>
    public static MappedInput Map(Message message, JsonObject? requestMetadata, InputLimits? limits = null)
    {
        MessageInput.Check(message.Parts, limits ?? InputLimits.Default);
        var metadata = new RequestMetadata(requestMetadata, message.Metadata);
        return new MappedInput([.. message.Parts.Select(InputParts.Map)], metadata.Overrides(), metadata.Directory(), metadata.SessionId()) { OutputSchema = metadata.Schema()?.Schema };
    }
}
