using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Threads;
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

    private static readonly TimeSpan MakeTime = TimeSpan.FromMinutes(5);

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
            var record = ContextRecord.Find(home.Path, session.Value, IsWorktree);
            var wanted = new ContextRecord(session.Value, FolderOf(session, IsWorktree), specs.WorkspaceRoot, IsWorktree, IsWhole: true);
            if (record is { IsWhole: true } && record.Folder == wanted.Folder && Directory.Exists(record.Folder))
            {
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

    /// <summary>Removes all that a context has, also of what was set before; what cannot be removed is named, for a proof.</summary>
    public async Task<IReadOnlyList<string>> ForgetAsync(SessionId session, CancellationToken cancellationToken)
    {
        var remaining = new List<string>();
        foreach (var record in ((bool[])[false, true]).Select(isWorktree => ContextRecord.Find(home.Path, session.Value, isWorktree)).OfType<ContextRecord>())
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
            using var own = contexts.Make(wanted.Session);
            return;
        }

        CodexPaths.Private(Path.GetDirectoryName(wanted.Folder)!);
        using var tooLong = new CancellationTokenSource(MakeTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLong.Token);
        try
        {
            await worktrees.MakeAsync(wanted.Root, wanted.Folder, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"git took longer than {MakeTime.TotalMinutes:0} minutes.");
        }
    }

    private static async Task RemoveAsync(ContextRecord record, CancellationToken cancellationToken)
    {
        // Only ever a folder of that name in one of these two; agents write in them, so no link is followed on the way.
        var above = Path.GetDirectoryName(record.Folder)!;
        if (Directory.Exists(above) && Path.GetFileName(record.Folder) == record.Session)
        {
            using var holder = HeldFolder.Open(above);
            await Task.Run(() => holder.Remove(record.Session, HeldFolder.Deep), cancellationToken);
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

    private string FolderOf(SessionId session, bool isWorktree) => isWorktree
        ? Path.Combine(WorkspaceFolder.RealPath(home.Path), WorktreeName, session.Value)
        : Path.Combine(specs.WorkspaceRoot, FolderName, session.Value);

    [LoggerMessage(Level = LogLevel.Information, Message = "Session {Session} works in {Folder}.")]
    private partial void LogMade(string session, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "The folder {Folder} of session {Session} is removed.")]
    private partial void LogRemoved(string session, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder {Folder} of session {Session} cannot be removed: {Reason}")]
    private partial void LogNotRemoved(string session, string folder, string reason);
}
