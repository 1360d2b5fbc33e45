using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Workspaces;

/// <summary>
/// Puts the files of messages into the workspace, where the agent can read them (0019-an-inbox-in-the-workspace.md). They stay for later
/// turns of their session, go with it, and are not part of what a turn changed. A file that is there already stays as it is: the turn
/// that goes on after a loss may have changed it.
/// </summary>
internal sealed class Inbox(ThreadSpecs specs, IOptions<RunnerOptions> options, IOptions<SeamOptions> seam, TimeProvider time)
{
    private const int MaxEntries = 10_000;

    private readonly Lock _gate = new();

    /// <summary>Writes files.</summary>
    /// <exception cref="A2AException">INBOX_UNWRITABLE: they cannot be written. INBOX_FULL: they are more than a session may have.</exception>
    /// <param name="folder">Where they belong.</param>
    /// <param name="files">The files.</param>
    /// <param name="root">The folder whose inbox it is, a trusted path; null for the workspace root.</param>
    public void Write(InboxFolder folder, IReadOnlyList<InboxFile> files, string? root = null)
    {
        if (files.Count == 0)
        {
            return;
        }

        try
        {
            lock (_gate)
            {
                Put(root ?? specs.WorkspaceRoot, folder, files);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new A2AException(A2AErrorCode.Unavailable,
                $"The files of the message cannot be put into the workspace, at {InboxFolder.Own}/{InboxFolder.Inbox}. Whoever runs the service must see that it can make folders and files there.", exception)
            {
                Reason = "INBOX_UNWRITABLE",
            };
        }
    }

    /// <summary>Removes all files of a session; false when some cannot be removed, as an agent may have seen to.</summary>
    public bool TryForget(SessionId session)
    {
        lock (_gate)
        {
            try
            {
                using var inbox = Find();
                if (inbox?.Exists(session.Value) is true)
                {
                    inbox.Remove(session.Value);
                }

                return true;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>Removes what is older than sessions are kept; what cannot be removed is tried again the next time.</summary>
    /// <returns>How many messages lost their files.</returns>
    public int Clean()
    {
        lock (_gate)
        {
            using var inbox = Find();
            var before = time.GetUtcNow() - seam.Value.SessionRetention;
            return inbox is null ? 0 : inbox.Names().Sum(session => Clean(inbox, session, before));
        }
    }

    private static int Clean(HeldFolder inbox, string session, DateTimeOffset before)
    {
        try
        {
            using var folder = inbox.Find(session);
            var all = folder is null ? [] : ByAge(folder);
            string[] old = [.. all.Where(entry => entry.LastWriteTimeUtc < before).Select(entry => entry.Name)];
            if (old.Length == all.Length)
            {
                // With what has a name that cannot be said, too.
                inbox.Remove(session);
                return old.Length;
            }

            foreach (var task in old)
            {
                folder!.Remove(task);
            }

            return old.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private void Put(string workspace, InboxFolder place, IReadOnlyList<InboxFile> files)
    {
        using var root = HeldFolder.OpenBelow(specs.WorkspaceRoot, workspace);
        using var own = root.Make(InboxFolder.Own);
        if (!own.Exists(".gitignore"))
        {
            // Neither git nor the patch of a turn takes what is sent for a change of the workspace.
            own.Create(".gitignore", "*\n"u8);
        }

        using var inbox = own.Make(InboxFolder.Inbox);
        using var session = inbox.Make(place.Names[0]);
        MakeRoom(session, place, files.Sum(file => (long)file.Content.Length));
        var folder = session.Make(place.Names[1]);
        foreach (var name in place.Names.Skip(2))
        {
            using var outer = folder;
            folder = outer.Make(name);
        }

        using (folder)
        {
            foreach (var file in files)
            {
                folder.Create(file.Name, file.Content.Span);
            }
        }
    }

    /// <summary>The oldest files of the session go when it has too many.</summary>
    private void MakeRoom(HeldFolder session, InboxFolder place, long bytes)
    {
        var task = place.Names[1];
        var limit = options.Value.InboxBytes;
        if (bytes > limit)
        {
            throw new A2AException(A2AErrorCode.InvalidParams, $"The files of the message have {bytes:N0} bytes; this runner keeps {limit:N0} of a session (Runner:InboxBytes). Send less.") { Reason = "INBOX_FULL" };
        }

        var others = ByAge(session).Where(entry => entry.Name != task).Select(entry => entry.Name).ToArray();
        // A message that joins a turn finds there what came before; the turn's own may be there from before a loss.
        var before = place.Names.Count > 2 ? SizeOf(session, task) : 0;
        var left = limit - bytes - before - others.Sum(name => SizeOf(session, name));
        foreach (var name in others)
        {
            if (left >= 0)
            {
                return;
            }

            left += SizeOf(session, name);
            session.Remove(name);
        }

        if (left < 0)
        {
            throw new A2AException(A2AErrorCode.InvalidParams, $"With the files that the turn has already these are more than the {limit:N0} bytes that this runner keeps of a session (Runner:InboxBytes). Send less.") { Reason = "INBOX_FULL" };
        }
    }

    private static FileSystemInfo[] ByAge(HeldFolder folder) =>
        [.. new DirectoryInfo(folder.Path).EnumerateFileSystemInfos().OrderBy(entry => entry.LastWriteTimeUtc).ThenBy(entry => entry.Name, StringComparer.Ordinal)];

    private static long SizeOf(HeldFolder session, string name)
    {
        using var folder = session.Find(name);
        if (folder is null)
        {
            return 0;
        }

        var entries = new DirectoryInfo(folder.Path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true });
        return entries.Take(MaxEntries).Sum(file => file.Length);
    }

    private HeldFolder? Find()
    {
        using var root = HeldFolder.Open(specs.WorkspaceRoot);
        using var own = root.Find(InboxFolder.Own);
        return own?.Find(InboxFolder.Inbox);
    }
}
