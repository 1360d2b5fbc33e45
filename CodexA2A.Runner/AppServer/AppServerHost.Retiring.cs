namespace CodexA2A.Runner.AppServer;

/// <summary>The end of processes: of one that is replaced, when its turns are done, and of all with the service.</summary>
internal sealed partial class AppServerHost
{
    private readonly List<Task> _retiring = [];

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
        await LeaveAsync(instance);
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
            await LeaveAsync(instance);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Codex process {Pid} (generation {Generation}) takes no new threads: {Reason}")]
    private partial void LogRetiring(int pid, string generation, string reason);
}
