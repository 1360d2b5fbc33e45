using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping.Control;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Control;

/// <summary>Threads of nobody: begun in this runner's home, but not by this service.</summary>
internal sealed class GrantMethods(AppServerHost host, RunnerHome home, ControlFolders folders) : IControlMethods
{
    /// <inheritdoc />
    public IEnumerable<ControlMethod> All => [new("codex.threads.grant", LookAsync)];

    /// <summary><c>{thread_id}</c> to <c>{thread, home}</c>; the Api binds it.</summary>
    private async Task<JsonObject> LookAsync(ControlCall call, CancellationToken cancellationToken)
    {
        var client = await host.GetAsync(cancellationToken);
        var thread = await client.ReadThreadElementAsync((string)call.Params["thread_id"]!, cancellationToken);
        // Who cannot be told is nobody's to give away.
        if (ThreadMapping.Rollout(thread) is not { } path || await RolloutOrigin.ReadAsync(path, cancellationToken) is not { } origin || origin == RolloutOrigin.Ours)
        {
            throw ControlErrors.IsOwned();
        }

        return new JsonObject { ["thread"] = ThreadMapping.Thread(thread, folders.Root), ["home"] = home.Identity.Home };
    }
}
