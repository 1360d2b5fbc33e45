using System.Security.Cryptography;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>Where this runner's Codex keeps its threads, and who the runner is to the queue.</summary>
internal sealed class RunnerHome(string codexHome)
{
    private readonly Lazy<RunnerIdentity> _identity = new(() => new RunnerIdentity(
        $"{Environment.MachineName}-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}",
        HomeIdentity.ReadOrCreate(codexHome)));

    /// <summary>The folder.</summary>
    public string Folder => codexHome;

    /// <summary>The runner's name, new at each start, and its home's identity, the same for ever.</summary>
    public RunnerIdentity Identity => _identity.Value;
}
