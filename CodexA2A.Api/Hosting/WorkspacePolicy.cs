using CodexA2A.Api.Extensions;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Hosting;

/// <summary>Keeps <c>metadata.codex.directory</c>, and what a message mentions, inside the workspace root.</summary>
internal sealed class WorkspacePolicy(IOptions<A2AOptions> options)
{
    /// <summary>The check, as a <see cref="Handling.RequestPolicy"/>.</summary>
    /// <exception cref="A2AException">InvalidParams: the folder, or what is mentioned, is outside, cannot be told to be inside, or is not there.</exception>
    public ValueTask CheckAsync(Owner owner, SendMessageRequest request, CancellationToken cancellationToken)
    {
        // Nothing of the path goes into the message: where the workspace lies is not the caller's to know.
        var directory = Metadata.Text(request, Metadata.Directory);
        if (directory is not null && !IsFolder(directory))
        {
            throw A2AException.InvalidParams(Metadata.Directory, "must be a folder inside the workspace root");
        }

        for (var i = 0; i < request.Message.Parts.Count; i++)
        {
            var field = $"message.parts[{i}].data";
            if (request.Message.Parts[i].Data is { } data && RichInput.Read(data, field) is { Kind: RichKind.File, Path: { } path } && !IsThere(directory, path))
            {
                throw A2AException.InvalidParams($"{field}.path", "names nothing inside the workspace root");
            }
        }

        return ValueTask.CompletedTask;
    }

    private bool IsThere(string? directory, string path) =>
        options.Value.WorkspaceRoot is not { Length: > 0 } root
        || (WorkspacePath.Resolve(root, Path.Combine(Path.GetFullPath(directory ?? ".", Path.GetFullPath(root)), path)) is { } real && (File.Exists(real) || Directory.Exists(real)));

    // Without a root of our own the runner alone knows which folders there are.
    private bool IsFolder(string directory) =>
        directory.Length is > 0 and <= InputLimits.PathCharacters
        && !directory.Any(char.IsControl)
        && (options.Value.WorkspaceRoot is not { Length: > 0 } root || (WorkspacePath.Resolve(root, directory) is { } real && Directory.Exists(real)));
}
