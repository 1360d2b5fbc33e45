namespace CodexA2A.Chaos.Tests.Faults;

/// <summary>How long a fault lasts, and the time between two: the one thing here that no event tells.</summary>
internal static class Pauses
{
    public static async Task ForAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(time > TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(1));
        await timer.WaitForNextTickAsync(cancellationToken);
    }
}
