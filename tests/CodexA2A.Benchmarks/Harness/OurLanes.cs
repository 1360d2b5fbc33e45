namespace CodexA2A.Benchmarks.Harness;

/// <summary>The forms of our service that a run compares: one process, or with <c>--fleet true</c> Api, runner and Redis, and with <c>--single true</c> both.</summary>
internal sealed class OurLanes : IAsyncDisposable
{
    private readonly List<ILane> _lanes = [];

    /// <summary>The lanes.</summary>
    public IReadOnlyList<ILane> All => _lanes;

    /// <summary>Starts them.</summary>
    public static async Task<OurLanes> StartAsync(Arguments arguments, BenchFolder folder, ModelProcess model, CancellationToken cancellationToken)
    {
        var service = arguments.Text("service") ?? Places.Service;
        var settings = arguments.Settings("set");
        var lanes = new OurLanes();
        try
        {
            if (arguments.Flag("fleet"))
            {
                lanes._lanes.Add(new FleetLane(await Fleet.StartAsync(service, folder, model, runners: 1, settings, cancellationToken)));
            }

            if (!arguments.Flag("fleet") || arguments.Flag("single"))
            {
                lanes._lanes.Add(await ServiceLane.StartAsync(service, folder, model, settings, cancellationToken));
            }
        }
        catch
        {
            await lanes.DisposeAsync();
            throw;
        }

        return lanes;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
        {
            await lane.DisposeAsync();
        }
    }
}
