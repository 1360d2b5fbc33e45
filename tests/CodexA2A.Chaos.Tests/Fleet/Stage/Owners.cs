using System.Globalization;
using CodexA2A.Chaos.Tests.Fleet.Turns;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Tasks.Redis;
using StackExchange.Redis;

namespace CodexA2A.Chaos.Tests.Fleet.Stage;

/// <summary>Who owns which session now, as the store says.</summary>
internal sealed class Owners(ChaosFleet fleet)
{
    private static readonly SeamKeys Keys = new(new RedisSeamOptions().KeyPrefix, new RedisSeamOptions().Partitions);
    private static readonly RedisValue[] Fields = ["runner", "epoch", "begun"];

    /// <summary>The owner of a turn's session; null when it has none.</summary>
    public async Task<Owned?> OfAsync(ChaosTurn turn)
    {
        var values = await fleet.Store.HashGetAsync(Keys.Session(turn.Session), Fields);
        if (values[0].IsNull)
        {
            return null;
        }

        // A runner's id is machine-pid-chance.
        var pid = int.Parse(values[0].ToString().Split('-')[^2], CultureInfo.InvariantCulture);
        return fleet.Runners.FirstOrDefault(runner => runner.ProcessId == pid) is { } runner ? new Owned(runner, (long)values[1], !values[2].IsNull) : null;
    }

    /// <summary>The owner of a turn's session, as soon as there is one.</summary>
    public async Task<Owned> WaitAsync(ChaosTurn turn, bool begun, CancellationToken stop)
    {
        while (true)
        {
            if (await OfAsync(turn) is { } owned && (owned.Begun || !begun))
            {
                return owned;
            }

            stop.ThrowIfCancellationRequested();
        }
    }
}

/// <summary>A lease.</summary>
/// <param name="Runner">Whose.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Begun">A turn of the session is begun.</param>
internal sealed record Owned(ServiceProcess Runner, long Epoch, bool Begun);
