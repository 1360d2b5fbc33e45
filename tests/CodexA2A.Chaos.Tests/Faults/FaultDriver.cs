using CodexA2A.Chaos.Tests.Agents;
using CodexA2A.Chaos.Tests.Ledgers;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Testing;

namespace CodexA2A.Chaos.Tests.Faults;

/// <summary>Makes the faults of a plan happen, one after the other.</summary>
internal sealed class FaultDriver(AgentFleet fleet, RedisServer redis, string folder)
{
    public async Task RunAsync(IReadOnlyList<Fault> plan, CancellationToken cancellationToken)
    {
        foreach (var fault in plan)
        {
            await Pauses.ForAsync(fault.After, cancellationToken);
            await (fault.Kind switch
            {
                FaultKind.KillAgent => fleet.ReplaceAsync(fault.Choice, cancellationToken),
                FaultKind.FreezeAgent => FreezeAgentAsync(fault, cancellationToken),
                FaultKind.KillRedis => KillRedisAsync(fault, cancellationToken),
                _ => FreezeRedisAsync(fault, cancellationToken),
            });
        }
    }

    private async Task FreezeAgentAsync(Fault fault, CancellationToken cancellationToken)
    {
        var agent = fleet.Choose(fault.Choice);
        HashSet<string> open = [];
        await Waiting.ForAsync(
            async () =>
            {
                await Signals.StopAsync(agent.ProcessId);
                open = OpenTurns(agent.Id);
                if (open.Count == 0)
                {
                    await Signals.ContinueAsync(agent.ProcessId);
                }

                return open.Count > 0;
            },
            cancellationToken);
        var before = TakenOver(agent.Id, open);
        await Waiting.ForAsync(() => TakenOver(agent.Id, open) > before, cancellationToken);
        await Pauses.ForAsync(fault.Lasting, cancellationToken);
        await Signals.ContinueAsync(agent.ProcessId);
    }

    // Turns that the agent has and has not ended. It stands still: nothing changes meanwhile.
    private HashSet<string> OpenTurns(string agent)
    {
        var open = new HashSet<string>();
        foreach (var line in AgentNotes.Read(folder).Where(line => line.Agent == agent))
        {
            _ = line.Note switch
            {
                AgentNote.Begun or AgentNote.TookOver => open.Add(line.About),
                AgentNote.Completed or AgentNote.Failed or AgentNote.Left => open.Remove(line.About),
                _ => false,
            };
        }

        return open;
    }

    private int TakenOver(string agent, HashSet<string> turns) =>
        AgentNotes.Read(folder).Count(line => line.Agent != agent && line.Note == AgentNote.TookOver && turns.Contains(line.About));

    private async Task KillRedisAsync(Fault fault, CancellationToken cancellationToken)
    {
        await redis.KillAsync();
        await Pauses.ForAsync(fault.Lasting, cancellationToken);
        await redis.StartAgainAsync();
    }

    private async Task FreezeRedisAsync(Fault fault, CancellationToken cancellationToken)
    {
        await Signals.StopAsync(redis.ProcessId);
        await Pauses.ForAsync(fault.Lasting, cancellationToken);
        await Signals.ContinueAsync(redis.ProcessId);
    }
}
