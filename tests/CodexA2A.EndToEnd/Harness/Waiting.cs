namespace CodexA2A.EndToEnd.Harness;

/// <summary>Waits for what no event tells: looks again and again, within a limit.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <exception cref="TimeoutException">It did not come about.</exception>
    public static Task ForAsync(Func<bool> condition, CancellationToken cancellationToken) =>
        ForAsync(() => Task.FromResult(condition()), cancellationToken);

    /// <exception cref="TimeoutException">It did not come about.</exception>
    public static async Task ForAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!await condition().WaitAsync(limit.Token))
            {
                await pause.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"What was waited for did not come within {Limit.TotalSeconds:0} s.", e);
        }
    }
}
