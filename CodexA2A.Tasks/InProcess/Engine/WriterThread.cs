using CodexA2A.Tasks.InProcess.Sqlite;
using Microsoft.Extensions.Logging;

namespace CodexA2A.Tasks.InProcess.Engine;

/// <summary>
/// The one thread that changes anything. It takes all steps that wait, runs them in one transaction, commits, shows readers
/// what changed, and then answers the callers. There is no delay to gather more: while one commit runs, the next group gathers.
/// </summary>
internal sealed partial class WriterThread
{
    private const int QueueCapacity = 1024;
    private const int MaxGroup = 256;

    private readonly JobQueue _jobs = new(QueueCapacity);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SeamBatch _batch;
    private readonly SeamTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public WriterThread(SeamBatch batch, SeamTelemetry telemetry, TimeProvider time, ILogger logger)
    {
        (_batch, _telemetry, _time, _logger) = (batch, telemetry, time, logger);
        new Thread(Run) { IsBackground = true, Name = "seam writer" }.Start();
    }

    /// <summary>Runs <paramref name="step"/> on the writer thread; completes when what it changed is committed and visible.</summary>
    /// <exception cref="SeamUnavailableException">The store is closed or cannot be written.</exception>
    public async Task<T> RunAsync<T>(Func<SeamBatch, T> step, CancellationToken cancellationToken)
    {
        var job = new SeamJob<T>(step);
        if (!await _jobs.AddAsync(job, cancellationToken))
        {
            throw Closed();
        }

        // Once queued a step may be stored even if its caller waits no more; repeating it is safe.
        return await job.Done.WaitAsync(cancellationToken);
    }

    /// <summary>Queues a step nobody waits for, unless the queue is full.</summary>
    public void TryPost(Action<SeamBatch> step) => _jobs.TryAdd(new SeamJob<bool>(batch =>
    {
        step(batch);
        return true;
    }));

    /// <summary>Does what is queued and ends the thread.</summary>
    public Task StopAsync()
    {
        _jobs.Close();
        return _ended.Task;
    }

    private static SeamUnavailableException Closed(Exception? inner = null) => new("The task store is closed: the service is stopping.", inner);

    private void Run()
    {
        var group = new List<SeamJob>(MaxGroup);
        try
        {
            while (_jobs.Take(group, MaxGroup))
            {
                Process(group);
                group.Clear();
            }

            _ended.SetResult();
        }
#pragma warning disable CA1031 // The last line of defence: without this thread the process cannot go on, and everyone must hear of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogDead(exception);
            _jobs.Close();
            do
            {
                group.ForEach(job => job.Fail(Closed(exception)));
                group.Clear();
            }
            while (_jobs.Take(group, MaxGroup));

            _ended.SetException(exception);
        }
    }

    private void Process(List<SeamJob> group)
    {
        var began = _time.GetTimestamp();
        _batch.Start();
        try
        {
            foreach (var job in group)
            {
                Stage(job);
            }

            _batch.Commit();
        }
#pragma warning disable CA1031 // Whatever it was, nothing of the group may stay half done; each caller is told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _batch.Undo();
            if (group.Count == 1)
            {
                LogFailed(exception);
                group[0].Fail(SqliteErrors.AsSeen(exception));
                return;
            }

            // One bad step must not take the others with it.
            foreach (var job in group)
            {
                Process([job]);
            }

            return;
        }

        if (_batch.Changes > 0)
        {
            _telemetry.Committed(_time.GetElapsedTime(began));
        }

        _batch.Publish();
        foreach (var job in group)
        {
            job.Complete();
        }
    }

    private void Stage(SeamJob job)
    {
        var before = _batch.Changes;
        try
        {
            job.Stage(_batch);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException && _batch.Changes == before)
        {
            job.Refuse(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A step of the task store failed; nothing of it is stored.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The task store's writer has died; nothing can be stored until the service is restarted.")]
    private partial void LogDead(Exception exception);
}
