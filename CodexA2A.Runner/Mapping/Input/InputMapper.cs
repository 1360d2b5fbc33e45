using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Input;

/// <summary>From a client's message to what Codex takes. But for what it looks up in the workspace, pure.</summary>
internal static class InputMapper
{
    /// <summary>Maps a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="requestMetadata">Metadata of the request; it goes before the message's own.</param>
    /// <param name="places">From the folder that the metadata name, if they do, to where what the message names lies.</param>
    /// <param name="limits">Limits; null for those of <see cref="InputLimits.Default"/>.</param>
    /// <exception cref="A2AException">InvalidParams or ContentTypeNotSupported, naming the field.</exception>
    public static MappedInput Map(Message message, JsonObject? requestMetadata, Func<string?, InputPlaces> places, InputLimits? limits = null)
    {
        MessageInput.Check(message.Parts, limits ?? InputLimits.Default);
        var metadata = new RequestMetadata(requestMetadata, message.Metadata);
        var directory = metadata.Directory();
        var (roots, folder, inbox) = places(directory);
        var files = FilesOf(message.Parts);
        var names = new Queue<InboxFile>(files);
        var words = string.Join('\n', message.Parts.Select(part => part.Text).OfType<string>());
        IReadOnlyList<UserInput> input = [.. message.Parts.SelectMany((part, i) => MessageFiles.Is(part)
            ? [InputParts.File(names.Dequeue(), MessageFiles.TypeOf(part), inbox.From(folder, roots.RealRoot))]
            : InputParts.Map(part, $"message.parts[{i}]", words, path => WorkspaceFolder.Find(roots, folder, path) is { } found ? (found, Shown(folder, found)) : null))];
        return new MappedInput(input, metadata.Overrides(), directory, metadata.SessionId()) { OutputSchema = metadata.Schema()?.Schema, Files = files };
    }

    private static IReadOnlyList<InboxFile> FilesOf(IReadOnlyList<Part> parts)
    {
        var files = parts.Where(MessageFiles.Is).ToArray();
        return [.. InboxNames.Of(files.Select(part => (part.Filename, MessageFiles.TypeOf(part)))).Zip(files, (name, part) => new InboxFile(name, part.Raw!.Value))];
    }

    private static string Shown(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}
