using System.Diagnostics;
using CodexA2A.Chaos.Tests.Agents;
using CodexA2A.Chaos.Tests.Ledgers;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Testing;

namespace CodexA2A.Chaos.Tests.Faults;

/// <summary>Makes the faults of a plan happen, one after the other.</summary>
/// <param name="fleet">The agents.</param>
/// <param name="redis">Their Redis.</param>
/// <param name="folder">Where the agents write their notes.</param>
/// <param name="shown">Whether the run has shown by now what an agent that wakes late is there to show.</param>
internal sealed class FaultDriver(AgentFleet fleet, RedisServer redis, string folder, Func<IReadOnlyList<AgentLine>, bool> shown)
{
    private const int MostMore = 5;
    private static readonly TimeSpan TakeoverLimit = TimeSpan.FromSeconds(8);

    private readonly List<Fault> _happened = [];
    private readonly List<(DateTimeOffset At, HashSet<string> Turns)> _killed = [];
    private readonly List<DateTimeOffset> _redisFaults = [];

    /// <summary>What happened.</summary>
    public IReadOnlyList<Fault> Happened => _happened;

    /// <summary>The plan, and behind it as many frozen agents more as it takes to show what one is there to show: it depends on a moment.</summary>
    public async Task RunAsync(IReadOnlyList<Fault> plan, CancellationToken cancellationToken)
    {
        var more = 0;
        for (var i = 0; i < plan.Count || (!shown(AgentNotes.Read(folder)) && more++ < MostMore); i++)
        {
            var fault = i < plan.Count ? plan[i] : plan.Last(one => one.Kind == FaultKind.FreezeAgent);
            await Pauses.ForAsync(fault.After, cancellationToken);
            await (fault.Kind switch
            {
                FaultKind.KillAgent => KillAgentAsync(fault, cancellationToken),
                FaultKind.FreezeAgent => FreezeAgentAsync(fault, cancellationToken),
                FaultKind.KillRedis => KillRedisAsync(fault, cancellationToken),
                _ => FreezeRedisAsync(fault, cancellationToken),
            });
            _happened.Add(fault);
        }
    }

    /// <summary>From the kill of an agent to each of its turns being another's, in order; those only between which Redis was there.</summary>
    public IReadOnlyList<TimeSpan> TakeoverTimes() =>
    [
        .. from kill in _killed
           from turn in AgentNotes.Read(folder)
               .Where(line => line.Note == AgentNote.TookOver && line.At >= kill.At && kill.Turns.Contains(line.About))
               .GroupBy(line => line.About)
           let taken = turn.Min(line => line.At)
           where !_redisFaults.Any(at => at >= kill.At && at <= taken)
           let time = taken - kill.At
           orderby time
           select time,
    ];

    private async Task KillAgentAsync(Fault fault, CancellationToken cancellationToken)
    {
        var agent = Choose(fault.Choice);
        var at = TimeProvider.System.GetUtcNow();
        await fleet.ReplaceAsync(agent, cancellationToken);
        _killed.Add((at, AgentNotes.OpenTurns(AgentNotes.Read(folder), agent.Id)));
    }

    private async Task FreezeAgentAsync(Fault fault, CancellationToken cancellationToken)
    {
        for (var choice = fault.Choice; !await TryFreezeAsync(choice, fault.Lasting, cancellationToken); choice++)
        {
        }
    }

    // False when no turn of the agent became another's: it stood still at the very end of its only one, which needed no other owner.
    private async Task<bool> TryFreezeAsync(int choice, TimeSpan lasting, CancellationToken cancellationToken)
    {
        var agent = Choose(choice);
        HashSet<string> open = [];
        await Waiting.ForAsync(
            async () =>
            {
                agent = Choose(choice);
                await Signals.StopAsync(agent.ProcessId);
                open = AgentNotes.OpenTurns(AgentNotes.Read(folder), agent.Id);
                if (open.Count == 0)
                {
                    await Signals.ContinueAsync(agent.ProcessId);
                }

                return open.Count > 0;
            },
            cancellationToken);
        var (before, clock) = (TakenOver(agent.Id, open).Count(), Stopwatch.StartNew());
        await Waiting.ForAsync(() => TakenOver(agent.Id, open).Count() > before || clock.Elapsed > TakeoverLimit, cancellationToken);
        await Pauses.ForAsync(lasting, cancellationToken);
        await Signals.ContinueAsync(agent.ProcessId);

        // What it makes of the turns that are another's by now is a part of the fault.
        open.IntersectWith(TakenOver(agent.Id, open).Skip(before).Select(line => line.About));
        await Waiting.ForAsync(() => !AgentNotes.OpenTurns(AgentNotes.Read(folder), agent.Id).Overlaps(open), cancellationToken);
        return open.Count > 0;
    }

    // One with turns under way, where there is one: who came last may have got no session yet.
    private AgentProcess Choose(int choice)
    {
        var notes = AgentNotes.Read(folder);
        return fleet.From(choice).FirstOrDefault(agent => AgentNotes.OpenTurns(notes, agent.Id).Count > 0) ?? fleet.From(choice).First();
    }

    private IEnumerable<AgentLine> TakenOver(string agent, HashSet<string> turns) => AgentNotes.Read(folder)
        .Where(line => line.Agent != agent && line.Note == AgentNote.TookOver && turns.Contains(line.About))
        .OrderBy(line => line.At);

    private async Task KillRedisAsync(Fault fault, CancellationToken cancellationToken)
    {
        _redisFaults.Add(TimeProvider.System.GetUtcNow());
        await redis.KillAsync();
        await Pauses.ForAsync(fault.Lasting, cancellationToken);
        await redis.StartAgainAsync();
    }

    private async Task FreezeRedisAsync(Fault fault, CancellationToken cancellationToken)
    {
        _redisFaults.Add(TimeProvider.System.GetUtcNow());
        await Signals.StopAsync(redis.ProcessId);
        await Pauses.ForAsync(fault.Lasting, cancellationToken);
        await Signals.ContinueAsync(redis.ProcessId);
    }
}
