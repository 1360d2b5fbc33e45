using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;

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
        limits ??= InputLimits.Default;
        var input = new List<UserInput>(message.Parts.Count);
        long chars = 0;
        for (var i = 0; i < message.Parts.Count; i++)
        {
            var part = InputParts.Map(message.Parts[i], $"message.parts[{i}]", limits);
            chars += part is TextInput text ? text.Text.Length : 0;
            input.Add(part);
        }

        if (chars > limits.MaxTextChars)
        {
            throw A2AException.InvalidParams("message.parts", $"has {chars} characters of text; at most {limits.MaxTextChars} are taken");
        }

        if (input.TrueForAll(part => part is TextInput { Text: var text } && string.IsNullOrWhiteSpace(text)))
        {
            throw A2AException.InvalidParams("message.parts", "says nothing; give it text, data or an image");
        }

        var metadata = new RequestMetadata(requestMetadata, message.Metadata);
        return new MappedInput(input, metadata.Overrides(), metadata.Directory(), metadata.SessionId());
    }
}
