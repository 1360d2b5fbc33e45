namespace CodexA2A.Runner.AppServer;

/// <summary>The loop that keeps a process ready.</summary>
internal sealed partial class AppServerHost
{
    /// <summary>A caller waits for a next try that is this near, else it is told the failure at once.</summary>
    internal static readonly TimeSpan WaitAtMost = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan RepairPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan IdleCheck = TimeSpan.FromSeconds(1);

    private readonly List<Task> _retiring = [];
    private string? _logged;

    /// <summary>Pause before the first new try; each further one is twice as long.</summary>
    internal TimeSpan FirstPause { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause between two tries.</summary>
    internal TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(30);

    private async Task SuperviseAsync(CancellationToken stop)
    {
        var failures = 0;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (await TryStartAsync(failures, stop) is not { } instance)
                {
                    failures++;
                }
                else if (await UntilEndedOrReplacedAsync(instance, stop))
                {
                    failures = 0;
                    continue;
                }
                else
                {
                    failures = _time.GetUtcNow() - instance.Started >= Settled ? 0 : failures + 1;
                    RetryAfter(Pause(Math.Max(failures - 1, 0)));
                }

                await PauseAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end of the service.
        }
        finally
        {
            await EndAllAsync();
        }
    }

    private async Task<AppServerInstance?> TryStartAsync(int failures, CancellationToken stop)
    {
        try
        {
            var stamp = _planner.Home.Stamp();
            var plan = await _planner.PlanAsync(stop);
            var instance = await AppServerInstance.StartAsync(plan, _options, stamp, _time, _metrics, _logger, stop);
            if (instance.LoginProblem is { } problem)
                LogIfNew(problem);
            else
                _logged = null;
            instance.Client.TimedOut += OnTimedOut;
            lock (_gate)
            {
                _failure = null;
                _current = instance;
                _instances.Add(instance);
                _next.TrySetResult(instance);
            }

            return instance;
        }
        catch (CodexUnavailableException error)
        {
            Fail(error, Pause(failures));
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever it is, the next try may do better; it must not end the supervision.
            Fail(new CodexUnavailableException(CodexUnavailableReason.FailedToStart,
                "Codex could not be started.", $"{error.Message} The log has the details.", error), Pause(failures));
            return null;
        }
    }

    // What does not answer one call is not trusted with the next: turns go to a fresh process, and until there is one we are not ready.
    private void OnTimedOut(AppServerClient client, AppServerTimeoutException error) => MarkDraining(client, error.Message);

    private TimeSpan Pause(int attempt) => Backoff.Jittered(attempt, FirstPause, LongestPause);

    private void RetryAfter(TimeSpan pause)
    {
        lock (_gate)
            _retryAt = _time.GetUtcNow() + pause;
    }

    private void Fail(CodexUnavailableException error, TimeSpan pause)
    {
        LogIfNew(error);
        lock (_gate)
        {
            _failure = error;
            _failedAt = _time.GetUtcNow();
            _retryAt = _failedAt + pause;
            _next.TrySetException(error);
            _next = NewSlot();
        }
    }

    // Each try meets the same: it is told once, and with a stack trace only where the cause is not known.
    private void LogIfNew(CodexUnavailableException error)
    {
        if (_logged == error.Message)
            return;
        _logged = error.Message;
        LogFailure(error.Message, error.Fix, error.InnerException);
    }

    // True when it was replaced while alive.
    private async Task<bool> UntilEndedOrReplacedAsync(AppServerInstance instance, CancellationToken stop)
    {
        while (true)
        {
            Task wake;
            lock (_gate)
            {
                if (_current != instance)
                    return true;
                wake = _wake.Task;
            }

            if (await Task.WhenAny(instance.Ended, wake).WaitAsync(stop) != instance.Ended)
                continue;
            Gone(instance, await instance.Ended);
            await instance.DisposeAsync();
            return false;
        }
    }

    private void Gone(AppServerInstance instance, DeathCertificate certificate)
    {
        lock (_gate)
        {
            if (!_instances.Remove(instance))
                return;
            if (_current == instance)
            {
                _current = null;
                _next = NewSlot();
                _failure = new CodexUnavailableException(CodexUnavailableReason.FailedToStart,
                    $"{certificate.Summary} It is being started again.", "Send the message again in a moment; the log has Codex's last lines.");
            }
        }

#pragma warning disable CA1031 // A listener's mistake must not end the supervision.
        try
        {
            ProcessEnded?.Invoke(certificate);
        }
        catch (Exception error)
        {
            LogListenerFailed(error);
        }
#pragma warning restore CA1031
    }

    private async Task PauseAsync(CancellationToken stop)
    {
        TimeSpan pause;
        Task wake;
        lock (_gate)
        {
            pause = _retryAt - _time.GetUtcNow();
            wake = _wake.Task;
        }

        if (pause > TimeSpan.Zero)
            await Task.WhenAny(Task.Delay(pause, _time, stop), wake);
        stop.ThrowIfCancellationRequested();
    }

    // Called under the lock.
    private void Wake()
    {
        _wake.TrySetResult();
        _wake = NewSignal();
    }

    // Called under the lock.
    private void Retire(AppServerInstance instance, string reason)
    {
        LogRetiring(instance.Client.Pid, instance.Generation, reason);
        instance.Client.Drain();
        if (_current == instance)
        {
            _current = null;
            _failure = null;
            _next = NewSlot();
            Wake();
        }

        _retiring.RemoveAll(task => task.IsCompletedSuccessfully);
        _retiring.Add(RetireAsync(instance, _stop.Token));
    }

    // Twice idle in a row: between the end of one turn and the next call of its owner there is a moment.
    private async Task RetireAsync(AppServerInstance instance, CancellationToken stop)
    {
        try
        {
            for (var idle = 0; idle < 2 && !instance.Ended.IsCompleted;)
            {
                await Task.WhenAny(instance.Ended, Task.Delay(IdleCheck, _time, stop));
                stop.ThrowIfCancellationRequested();
                idle = instance.Client is { SubscriptionCount: 0, InFlight: 0 } ? idle + 1 : 0;
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await instance.StopAsync("it was replaced.");
        Gone(instance, await instance.Ended);
        await instance.DisposeAsync();
    }

    private async Task EndAllAsync()
    {
        AppServerInstance[] all;
        Task[] retiring;
        lock (_gate)
        {
            all = [.. _instances];
            retiring = [.. _retiring];
            _current = null;
            _next.TrySetException(Stopping());
        }

        await Task.WhenAll(all.Select(instance => instance.StopAsync("the service is stopping.")));
        await Task.WhenAll(retiring);
        foreach (var instance in all)
        {
            Gone(instance, await instance.Ended);
            await instance.DisposeAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A listener failed when it was told of the end of a Codex process")]
    private partial void LogListenerFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem} {Fix}")]
    private partial void LogFailure(string problem, string fix, Exception? error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Codex process {Pid} (generation {Generation}) takes no new threads: {Reason}")]
    private partial void LogRetiring(int pid, string generation, string reason);
}
