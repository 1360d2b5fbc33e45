namespace CodexA2A.Tasks;

/// <summary>
/// Sends appends until the store answers. An unanswered one is sent again as it is, up to the time at which the lease may have
/// run out: from then on another runner may own the session, so the lease counts as lost. A store that answers that it is full
/// is waited for: the lease is renewed meanwhile, and who loses it ends the wait by <see cref="RetryNoMore"/>.
/// </summary>
internal sealed class TaskAppender(ITaskLog log, SessionLease lease, TimeSpan leaseTime, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _noMore = new();

    /// <summary>Sends <paramref name="append"/>; OK, DUP or GAP.</summary>
    /// <exception cref="LeaseLostException">Fenced, or no answer in time.</exception>
    public async Task<AppendOutcome> SendAsync(TaskAppend append)
    {
        var began = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var left = leaseTime - time.GetElapsedTime(began);
            left = left > FirstPause ? left : FirstPause;
            try
            {
                // A try that is given up may still succeed in the store; the next one is then a duplicate.
                var outcome = await log.AppendAsync(lease, append, CancellationToken.None).AsTask().WaitAsync(left, time, CancellationToken.None);
                return outcome.Status == AppendStatus.Fenced ? throw new LeaseLostException(lease.Session) : outcome;
            }
            catch (Exception exception) when (exception is SeamUnavailableException or TimeoutException)
            {
                if (exception is SeamUnavailableException { IsFull: true })
                {
                    began = time.GetTimestamp();
                }

                if (_noMore.IsCancellationRequested || time.GetElapsedTime(began) + pause >= leaseTime)
                {
                    throw new LeaseLostException(lease.Session, exception);
                }
            }

            await Task.Delay(pause, time, _noMore.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>From now on a failed try is the last one.</summary>
    public void RetryNoMore() => _noMore.Cancel();

    /// <inheritdoc />
    public void Dispose() => _noMore.Dispose();
}
