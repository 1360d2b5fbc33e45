using CodexA2A.Api.Extensions;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Hosting;

/// <summary>Keeps <c>metadata.codex.directory</c>, and what a message mentions, inside the workspace root and the folders that are allowed besides.</summary>
internal sealed class WorkspacePolicy(IOptions<A2AOptions> options, IOptions<WorkspaceOptions> workspaces)
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

    // Without a root of our own, or where contexts have folders of their own, the runner alone knows which there are.
    private WorkspaceRoots? Roots => options.Value.WorkspaceRoot is { Length: > 0 } root && (workspaces.Value.PerContext is WorkspaceOptions.None or "")
        ? new WorkspaceRoots(Path.GetFullPath(root)) { Allowed = [.. workspaces.Value.Allowed] }
        : null;

    private bool IsThere(string? directory, string path)
    {
        var folder = directory is null ? null : Roots?.Resolve(directory);
        return Roots is not { } roots || (roots.Resolve(path, folder) is { } real && (File.Exists(real) || Directory.Exists(real)));
    }

    private bool IsFolder(string directory) =>
        directory.Length is > 0 and <= InputLimits.PathCharacters
        && !directory.Any(char.IsControl)
        && (Roots is not { } roots || (roots.Resolve(directory) is { } real && Directory.Exists(real)));
}
