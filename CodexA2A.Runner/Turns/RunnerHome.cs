using System.Security.Cryptography;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>Where this runner's Codex keeps its threads, and who the runner is to the queue. One that cannot be used ends the start.</summary>
internal sealed class RunnerHome(CodexHome home, ServedOwners serves) : IHostedService
{
    private readonly Lazy<RunnerIdentity> _identity = new(() => new RunnerIdentity(
        $"{Environment.MachineName}-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}",
        Open(home))
    { Serves = serves });

    /// <summary>The folder.</summary>
    public string Folder => home.Path;

    /// <summary>The runner's name, new at each start, its home's identity, the same for ever, and whom it serves.</summary>
    public RunnerIdentity Identity => _identity.Value;

    /// <summary>Makes our own home if need be, and sees that identity and locks can be written.</summary>
    /// <exception cref="IOException">They cannot; the message says how to mend it.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Identity;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Open(CodexHome home)
    {
        try
        {
            if (home.Own)
            {
                CodexPaths.Private(home.Path);
            }

            var identity = HomeIdentity.ReadOrCreate(home.Path);
            SessionLock.TryTake(home.Path, $"start-{Environment.ProcessId}")?.Dispose();
            SessionLock.RemoveLeft(home.Path);
            return identity;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ThreadUnusableException)
        {
            throw new IOException(
                $"The Codex home {home.Path} cannot be used: {(exception is ThreadUnusableException { InnerException: { } cause } ? cause : exception).Message} "
                + "Let the user of this service write to it, or name another folder with Codex:Home (CODEX_HOME).", exception);
        }
    }
}
