namespace CodexA2A.Benchmarks.Harness;

/// <summary>Our service as a fleet of the smallest size: Redis, one Api, one runner.</summary>
internal sealed class FleetLane(Fleet fleet) : ILane
{
    public string Name => "fleet";

    public IReadOnlyList<LanePart> Parts =>
        [new("Api", fleet.Api.Pid), new("runner", fleet.Runners[0].Pid), new("Redis", fleet.Redis.ProcessId, Below: "Redis")];

    public async Task<string> TurnAsync(string prompt, Action<string> onText, CancellationToken cancellationToken)
    {
        try
        {
            return await fleet.Client.TurnAsync(prompt, null, onText, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new InvalidOperationException($"{exception.Message}\n{fleet.Said}", exception);
        }
    }

    public ValueTask DisposeAsync() => fleet.DisposeAsync();
}
