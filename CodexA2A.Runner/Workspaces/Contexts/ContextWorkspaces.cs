using System.Text;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Workspaces.Contexts;

/// <summary>
/// The folder that turns of a context work in: the workspace root, or with <see cref="WorkspaceOptions.PerContext"/> one of its own.
/// Whoever makes or removes it holds the lock of the session, as whoever runs its turns does.
/// </summary>
internal sealed partial class ContextWorkspaces(
    ThreadSpecs specs, CodexHome home, Worktrees worktrees, IOptions<WorkspaceOptions> options, TimeProvider time, ILogger<ContextWorkspaces> logger)
{
    private const string FolderName = "contexts";
    private const string WorktreeName = "a2a-worktrees";

    /// <summary>True when each context has a folder of its own.</summary>
    public bool IsOn => options.Value.PerContext is WorkspaceOptions.Folder or WorkspaceOptions.Worktree;

    private bool IsWorktree => options.Value.PerContext == WorkspaceOptions.Worktree;

    /// <summary>The folders that requests of a context may name, made or not.</summary>
    public WorkspaceRoots RootsOf(SessionId session) => IsOn ? new WorkspaceRoots(FolderOf(session, IsWorktree)) { IsFixed = true } : specs.Roots;

    /// <summary>Makes the folder of a context, unless it is there. What was left half made is made anew.</summary>
    /// <exception cref="A2AException">WORKSPACE_UNWRITABLE or WORKSPACE_NO_REPOSITORY: it cannot be made.</exception>
    public async Task PrepareAsync(SessionId session, CancellationToken cancellationToken)
    {
        if (!IsOn)
        {
            return;
        }

        try
        {
            var wanted = new ContextRecord(session.Value, FolderOf(session, IsWorktree), specs.WorkspaceRoot, IsWorktree, IsWhole: true);
            var record = ContextRecord.Find(home.Path, session.Value, IsWorktree);
            if (record is { IsWhole: true } && record.Folder != wanted.Folder && Directory.Exists(record.Folder))
            {
                // The root is another one, or elsewhere: what the context has there stays for its time.
                record.SetAside(home.Path);
                record = null;
            }

            record ??= ContextRecord.Recall(home.Path, wanted);
            if (record is { IsWhole: true } && record.Folder == wanted.Folder && Directory.Exists(record.Folder))
            {
                Own(record);
                record.Use(home.Path, time);
                return;
            }

            if (record is not null)
            {
                await RemoveAsync(record, cancellationToken);
            }

            (wanted with { IsWhole = false }).Write(home.Path, time);
            await MakeAsync(wanted, cancellationToken);
            wanted.Write(home.Path, time);
            LogMade(session.Value, wanted.Folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new A2AException(A2AErrorCode.Unavailable,
                "The folder of this context cannot be made. Whoever runs the service must see that it can make folders in the workspace and in its Codex home; then send the message again.", exception)
            {
                Reason = "WORKSPACE_UNWRITABLE",
            };
        }
    }

    /// <summary>The folder of a context that is there, as used now.</summary>
    /// <exception cref="A2AException">WORKSPACE_MISSING: it is not.</exception>
    public string Use(SessionId session)
    {
        var record = ContextRecord.Find(home.Path, session.Value, IsWorktree);
        if (record is not { IsWhole: true } || !Directory.Exists(record.Folder))
        {
            throw new A2AException(A2AErrorCode.UnsupportedOperation, "The folder of this context is not there any more. Send it a message, which makes a new one.") { Reason = "WORKSPACE_MISSING" };
        }

        record.Use(home.Path, time);
        return record.Folder;
    }

    /// <summary>Whoever holds the lock of the session has its folder in use until this is disposed: from then on its time runs.</summary>
    public IDisposable InUse(SessionId session) => new Ending(() =>
    {
        if (IsOn)
        {
            ContextRecord.Find(home.Path, session.Value, IsWorktree)?.Use(home.Path, time);
        }
    });

    /// <summary>Removes all that a context has, also of what was set before; what cannot be removed is named, for a proof.</summary>
    public async Task<IReadOnlyList<string>> ForgetAsync(SessionId session, CancellationToken cancellationToken)
    {
        var remaining = new List<string>();
        foreach (var record in ContextRecord.All(home.Path, session.Value).ToArray())
        {
            if (await TryRemoveAsync(record, cancellationToken) is { } left)
            {
                remaining.Add(left);
            }
        }

        return remaining;
    }

    /// <summary>Removes it and what is known of it; null when that is done, else what is left, for a proof.</summary>
    public async Task<string?> TryRemoveAsync(ContextRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await RemoveAsync(record, cancellationToken);
            record.Delete(home.Path);
            LogRemoved(record.Session, record.Folder);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(record.Session, record.Folder, exception.Message);
            return $"workspace:{(record.IsWorktree ? WorktreeName : FolderName)}/{record.Session} (cannot be removed)";
        }
    }

    private async Task MakeAsync(ContextRecord wanted, CancellationToken cancellationToken)
    {
        if (!wanted.IsWorktree)
        {
            // It may be there: the record was lost, and what is in it belongs to the context all the same.
            using var root = HeldFolder.Open(wanted.Root);
            using var contexts = root.Make(FolderName);
            Own(contexts, wanted.Session);
            using var own = contexts.Make(wanted.Session);
            return;
        }

        CodexPaths.Private(Path.GetDirectoryName(wanted.Folder)!);
        await worktrees.MakeAsync(wanted.Root, wanted.Folder, cancellationToken);
    }

    private async Task RemoveAsync(ContextRecord record, CancellationToken cancellationToken)
    {
        // Whoever is cut off in the middle leaves what nobody must take for a whole one.
        record.Spoil(home.Path);

        // Only ever a folder of that name in one of these two; agents write in them, so no link is followed on the way.
        var above = Path.GetDirectoryName(record.Folder)!;
        if (Directory.Exists(above) && Path.GetFileName(record.Folder) == record.Session)
        {
            using var holder = HeldFolder.Open(above);
            if (!record.IsWorktree && OwnerOf(record) is { } owner && owner != HomeIdentity.ReadOrCreate(home.Path))
            {
                // A runner of another home has the context now, and works on in its folder.
                return;
            }

            await Task.Run(() => holder.Remove(record.Session, HeldFolder.Deep), cancellationToken);
            if (!record.IsWorktree)
            {
                holder.Remove(OwnerName(record.Session));
            }

            if (Directory.Exists(record.Folder + ".making"))
            {
                Directory.Delete(record.Folder + ".making", recursive: true);
            }
        }

        if (record.IsWorktree && !await Worktrees.ForgetAsync(record.Root, record.Folder, cancellationToken))
        {
            throw new IOException("The repository still names it as a working tree.");
        }
    }

    /// <summary>Says whose the folder is, where it is another's: homes of their own may share a workspace, and not their records.</summary>
    private void Own(ContextRecord record)
    {
        if (!record.IsWorktree && OwnerOf(record) != HomeIdentity.ReadOrCreate(home.Path))
        {
            using var contexts = HeldFolder.Open(Path.GetDirectoryName(record.Folder)!);
            Own(contexts, record.Session);
        }
    }

    private void Own(HeldFolder contexts, string session)
    {
        contexts.Remove(OwnerName(session));
        contexts.Create(OwnerName(session), Encoding.UTF8.GetBytes(HomeIdentity.ReadOrCreate(home.Path)));
    }

    private static string? OwnerOf(ContextRecord record) =>
        HeldFile.Read(Path.GetDirectoryName(record.Folder)!, Path.Combine(Path.GetDirectoryName(record.Folder)!, OwnerName(record.Session)), 1024) is { } owner ? Encoding.UTF8.GetString(owner) : null;

    private static string OwnerName(string session) => $".{session}.home";

    private string FolderOf(SessionId session, bool isWorktree) => isWorktree
        ? Path.Combine(WorkspaceFolder.RealPath(home.Path), WorktreeName, session.Value)
        : Path.Combine(specs.WorkspaceRoot, FolderName, session.Value);

    private sealed class Ending(Action then) : IDisposable
    {
        public void Dispose() => then();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Session {Session} works in {Folder}.")]
    private partial void LogMade(string session, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "The folder {Folder} of session {Session} is removed.")]
    private partial void LogRemoved(string session, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder {Folder} of session {Session} cannot be removed: {Reason}")]
    private partial void LogNotRemoved(string session, string folder, string reason);
}
