using CodexA2A.Runner.AppServer.Envelope;

namespace CodexA2A.Runner.AppServer;

/// <summary>The loop that keeps a process ready.</summary>
internal sealed partial class AppServerHost
{
    /// <summary>A caller waits for a next try that is this near, else it is told the failure at once.</summary>
    internal static readonly TimeSpan WaitAtMost = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan RepairPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan IdleCheck = TimeSpan.FromSeconds(1);

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
                try
                {
                    failures = await RunOneAsync(failures, stop);
                }
                catch (Exception error) when (!stop.IsCancellationRequested)
                {
                    LogSupervisionFailed(error);
                    RetryAfter(Pause(failures++));
                    await PauseAsync(stop);
                }
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

    // From a try to start one to its end; how often in a row it went wrong by then.
    private async Task<int> RunOneAsync(int failures, CancellationToken stop)
    {
        if (await TryStartAsync(failures, stop) is not { } instance)
        {
            failures++;
        }
        else if (await UntilEndedOrReplacedAsync(instance, stop))
        {
            return 0;
        }
        else
        {
            failures = _time.GetUtcNow() - instance.Started >= Settled ? 0 : failures + 1;
            RetryAfter(Pause(Math.Max(failures - 1, 0)));
        }

        await PauseAsync(stop);
        return failures;
    }

    private async Task<AppServerInstance?> TryStartAsync(int failures, CancellationToken stop)
    {
        try
        {
            var stamp = _planner.Home.Stamp();
            var plan = await _planner.PlanAsync(stop);
            var schema = _schema.OfAsync(plan.Executable, plan.Source, stop);
            var instance = await AppServerInstance.StartAsync(plan, _options, stamp, _time, _metrics, News, _logger, stop);
            if (instance.LoginProblem is { } problem)
                LogIfNew(problem);
            else
                _logged = null;
            await JudgeAsync(instance, schema, stop);
            instance.Client.TimedOut += OnTimedOut;
            instance.Client.Unfenced += LogUnfenced;
            ProcessStarted?.Invoke(instance.Client);
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
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            // Whatever it is, the next try may do better; it must not end the supervision.
            Fail(new CodexUnavailableException(CodexUnavailableReason.FailedToStart,
                "Codex could not be started.", $"{error.Message} The log has the details.", error), Pause(failures));
            return null;
        }
    }

    // Most often it is there already. The start does not wait for a slow one: its word counts from when it comes.
    private async Task JudgeAsync(AppServerInstance instance, Task<SchemaVerdict> schema, CancellationToken stop)
    {
        await Task.WhenAny(schema, Task.Delay(SchemaCheck.Patience, _time, stop));
        if (schema.IsCompletedSuccessfully)
            instance.Client.Judge(schema.Result);
        else
            _ = schema.ContinueWith(late => instance.Client.Judge(late.Result), stop, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
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

    // True when another takes its place already.
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
            await LeaveAsync(instance);
            return false;
        }
    }

    /// <summary>Parts with a process that has ended, once, whoever sees it first.</summary>
    private async Task LeaveAsync(AppServerInstance instance)
    {
        if (Remove(instance, await instance.Ended))
            await instance.DisposeAsync();
    }

    private bool Remove(AppServerInstance instance, DeathCertificate certificate)
    {
        lock (_gate)
        {
            if (!_instances.Remove(instance))
                return false;
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
        return true;
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

    [LoggerMessage(Level = LogLevel.Error, Message = "A listener failed when it was told of the end of a Codex process")]
    private partial void LogListenerFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem} {Fix}")]
    private partial void LogFailure(string problem, string fix, Exception? error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The supervision of Codex met a fault; it goes on")]
    private partial void LogSupervisionFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Thread {ThreadId} had run without a sandbox. Codex:SandboxMode names none, so it goes on with the one of new threads; set it to say what shall hold.")]
    private partial void LogUnfenced(string threadId);
}
