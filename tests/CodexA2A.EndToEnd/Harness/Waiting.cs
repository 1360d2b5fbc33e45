namespace CodexA2A.EndToEnd.Harness;

/// <summary>Waits for what no event tells: looks again and again, within a limit.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task ForAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            await pause.WaitForNextTickAsync(limit.Token);
        }
    }
}
