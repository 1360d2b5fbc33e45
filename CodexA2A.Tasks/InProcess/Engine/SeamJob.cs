namespace CodexA2A.Tasks.InProcess.Engine;

/// <summary>One step for the writer thread.</summary>
internal abstract class SeamJob
{
    /// <summary>Does it inside the transaction under way.</summary>
    public abstract void Stage(SeamBatch batch);

    /// <summary>Notes that the step was refused before it changed anything; its caller is told behind the commit of the others.</summary>
    public abstract void Refuse(Exception reason);

    /// <summary>Answers the caller: what was staged is committed and published.</summary>
    public abstract void Complete();

    /// <summary>Answers the caller: nothing of it is stored.</summary>
    public abstract void Fail(Exception reason);
}

/// <inheritdoc />
internal sealed class SeamJob<T>(Func<SeamBatch, T> step) : SeamJob
{
    // Callers go on in the pool, never on the writer thread.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _refused;

    /// <summary>The answer.</summary>
    public Task<T> Done => _done.Task;

    /// <inheritdoc />
    public override void Stage(SeamBatch batch)
    {
        _refused = null;
        _result = step(batch);
    }

    /// <inheritdoc />
    public override void Refuse(Exception reason) => _refused = reason;

    /// <inheritdoc />
    public override void Complete()
    {
        if (_refused is null)
        {
            _done.TrySetResult(_result!);
        }
        else
        {
            _done.TrySetException(_refused);
        }
    }

    /// <inheritdoc />
    public override void Fail(Exception reason) => _done.TrySetException(reason);
}
