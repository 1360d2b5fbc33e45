namespace CodexA2A.Api.Auth.Passwords;

/// <summary>Does the same work once for all who ask for it at the same time. It is given up when nobody waits for it any more.</summary>
/// <typeparam name="TKey">What makes work the same.</typeparam>
/// <typeparam name="TResult">What comes of it.</typeparam>
internal sealed class SharedChecks<TKey, TResult> where TKey : notnull
{
    private readonly Dictionary<TKey, Check> running = [];
    private readonly Lock gate = new();

    /// <summary>Begins the work, or waits with those who began it.</summary>
    /// <param name="key">What is worked on.</param>
    /// <param name="work">The work; its token says that nobody waits.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<TResult> RunAsync(TKey key, Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        Check check;
        lock (gate)
        {
            if (!running.TryGetValue(key, out check!)) running[key] = check = new Check(work);
            check.Waiting++;
        }

        try
        {
            return await check.Result.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (gate)
            {
                if (--check.Waiting == 0)
                {
                    running.Remove(key);
                    check.GiveUp();
                }
            }
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "A cancellation source without a timer holds nothing.")]
    private sealed class Check
    {
        private readonly CancellationTokenSource end = new();

        public Check(Func<CancellationToken, Task<TResult>> work) => Result = Task.Run(() => work(end.Token));

        public Task<TResult> Result { get; }

        /// <summary>Changed under the gate.</summary>
        public int Waiting { get; set; }

        public void GiveUp()
        {
            // Nobody looks at a failure that comes now.
            _ = Result.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            end.Cancel();
        }
    }
}
