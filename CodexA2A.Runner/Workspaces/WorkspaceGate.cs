using System.Security.Cryptography;
using System.Text;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Workspaces;

/// <summary>
/// With <see cref="WorkspaceOptions.Exclusive"/>: one turn at a time in a folder (contracts.md §6). In this process by its real
/// path, in order; against other processes by a lock file in the Codex home, never in the workspace.
/// </summary>
internal sealed class WorkspaceGate(RunnerHome home, IOptions<WorkspaceOptions> workspaces, IOptions<RunnerOptions> runner, TimeProvider time)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly KeyedGate _folders = new(time);

    /// <summary>Whether a turn in <paramref name="folder"/> would have to wait for one of this process.</summary>
    public bool IsBusy(string folder) => workspaces.Value.Exclusive && _folders.IsHeld(LockName(folder));

    /// <summary>Waits until no other turn works in <paramref name="folder"/>, up to <see cref="RunnerOptions.QueueTimeout"/>.</summary>
    /// <exception cref="ThreadUnusableException">The others took too long.</exception>
    public Task<IDisposable> EnterAsync(string folder, CancellationToken cancellationToken) => EnterAsync(folder, runner.Value.QueueTimeout, cancellationToken);

    /// <summary>Waits until no other turn works in <paramref name="folder"/>, up to <paramref name="limit"/>.</summary>
    /// <exception cref="ThreadUnusableException">The others took too long.</exception>
    public async Task<IDisposable> EnterAsync(string folder, TimeSpan limit, CancellationToken cancellationToken)
    {
        var holds = new Holds();
        if (!workspaces.Value.Exclusive)
        {
            return holds;
        }

        var name = LockName(folder);
        var started = time.GetTimestamp();
        try
        {
            holds.Add(await _folders.EnterAsync(name, limit, cancellationToken));
            holds.Add(await LockAsync(name, started, limit, cancellationToken));
            return holds;
        }
        catch (Exception exception)
        {
            holds.Dispose();
            if (exception is not TimeoutException) throw;
            throw new ThreadUnusableException(ThreadUnusableException.WorkspaceBusy,
                "Other turns in this folder took too long. Cancel them, or send the message again later.");
        }
    }

    /// <summary>The name of a folder's lock file: a path would be too long, and is nobody's to read.</summary>
    internal static string LockName(string folder) =>
        "folder-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(WorkspaceFolder.RealPath(Path.GetFullPath(folder)))).AsSpan(0, 16));

    private async Task<SessionLock> LockAsync(string name, long started, TimeSpan limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (SessionLock.TryTake(home.Folder, name) is { } held)
            {
                return held;
            }

            if (time.GetElapsedTime(started) >= limit)
            {
                throw new TimeoutException();
            }

            await Task.Delay(Retry, time, cancellationToken);
        }
    }
}
