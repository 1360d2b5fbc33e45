using CodexA2A.Runner.AppServer;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Threads;

/// <summary>
/// Deletes threads for good: Codex's own thread/delete, then what that leaves behind. Codex deletes the record and the rows; their
/// words stay in free pages and write-ahead logs of its databases, which are therefore written anew.
/// </summary>
internal sealed partial class ThreadRemoval(
    ThreadDirectory threads, AppServerHost host, CodexHome home, IOptions<RunnerOptions> options, TimeProvider time, ILogger<ThreadRemoval> logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>Deletes those of this home, and looks for all of them afterwards.</summary>
    /// <param name="all">The threads.</param>
    /// <param name="terms">Whose they are.</param>
    /// <param name="identity">The identity of this home.</param>
    /// <param name="cancellationToken">Ends it; it may be begun again at any time.</param>
    public async Task<ForgottenThreads> RemoveAsync(IReadOnlyList<SessionBinding> all, ThreadTerms terms, string identity, CancellationToken cancellationToken)
    {
        var deleted = false;
        var remaining = new List<string>();
        var here = all.Where(thread => thread.Home == identity).ToArray();
        foreach (var thread in all.Except(here))
        {
            remaining.Add($"thread:{thread.ThreadId} (in the home of a runner that is away)");
        }

        var ended = new List<SessionBinding>();
        foreach (var thread in here)
        {
            switch (await DeleteAsync(thread, terms, cancellationToken))
            {
                case true:
                    deleted = true;
                    ended.Add(thread);
                    break;
                case false:
                    ended.Add(thread);
                    break;
                case null:
                    // Another process has it, perhaps with a turn that runs: nothing of it is touched.
                    remaining.Add($"thread:{thread.ThreadId} (Codex could not be asked to delete it)");
                    break;
            }
        }

        var unreachable = remaining.Count > 0;
        if (ended.Count > 0)
        {
            remaining.AddRange(await Task.Run(() => Clean(ended), cancellationToken));
        }

        return new ForgottenThreads(unreachable ? "unreachable" : deleted ? "deleted" : "none", remaining);
    }

    /// <summary>True when Codex deleted it, false when it had no record of it, null when it could not be asked for too long.</summary>
    private async Task<bool?> DeleteAsync(SessionBinding thread, ThreadTerms terms, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await AskAsync(thread, terms, cancellationToken);
            }
            catch (Exception exception) when (exception is AppServerException or ThreadUnusableException)
            {
                LogNotDeleted(thread.ThreadId, exception.Message);
                if (time.GetElapsedTime(started) >= options.Value.LockTimeout)
                {
                    return null;
                }
            }

            await Task.Delay(Retry, time, cancellationToken);
        }
    }

    private async Task<bool> AskAsync(SessionBinding thread, ThreadTerms terms, CancellationToken cancellationToken)
    {
        try
        {
            // Opened first, so that no other process has it, which thread/delete refuses.
            await using var open = await threads.OpenAsync(thread, mustExist: true, folder: null, terms, cancellationToken);
            await open.DeleteAsync(cancellationToken);
            return true;
        }
        catch (ThreadUnusableException exception) when (exception.Code == ThreadUnusableException.Gone)
        {
            // Below.
        }
        catch (AppServerRequestException exception) when (exception.IsThreadGone)
        {
            // Below.
        }

        try
        {
            // One that died while it deleted may have left rows without the record, which this takes away.
            await (await host.GetAsync(thread.ThreadId, cancellationToken)).DeleteThreadAsync(thread.ThreadId, cancellationToken);
        }
        catch (AppServerRequestException)
        {
            // There are none.
        }

        return false;
    }

    private List<string> Clean(IReadOnlyList<SessionBinding> here)
    {
        var found = new List<string>();
        foreach (var record in here.SelectMany(thread => ThreadTraces.Records(home.Path, thread.ThreadId)))
        {
            // One that Codex could not read is none that it deletes.
            Delete(record);
            if (File.Exists(record))
            {
                found.Add($"codex:{Path.GetRelativePath(home.Path, record)}");
            }
        }

        foreach (var database in ThreadTraces.Databases(home.Path))
        {
            // Whether or not it names one: words may stand in a free page in which something else has taken the place of the id.
            DatabaseFiles.TryRewrite(database);
            if (here.Any(thread => ThreadTraces.IsNamedIn(database, thread.ThreadId)))
            {
                found.Add($"codex:{Path.GetFileName(database)}");
            }
        }

        return found;
    }

    private static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is told that it is there.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Thread {ThreadId} could not be deleted: {Reason}")]
    private partial void LogNotDeleted(string threadId, string reason);
}
