using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CodexA2A.Runner.AppServer;

/// <summary>One request that waits for its answer.</summary>
internal abstract class PendingRequest(string method)
{
    /// <summary>The method that was called.</summary>
    public string Method { get; } = method;

    /// <summary>The answer came; decoded at once, on the reader thread, so that nothing of the line is kept.</summary>
    public abstract void Succeed(ReadOnlySpan<byte> result);

    /// <summary>It will not come, or it is an error.</summary>
    public abstract void Fail(Exception error);
}

/// <summary>A request with the type of its result.</summary>
internal sealed class PendingRequest<TResult>(string method, JsonTypeInfo<TResult> type) : PendingRequest(method)
{
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer.</summary>
    public Task<TResult> Task => _done.Task;

    /// <inheritdoc/>
    public override void Succeed(ReadOnlySpan<byte> result)
    {
        try
        {
            if (JsonSerializer.Deserialize(result, type) is { } value)
                _done.TrySetResult(value);
            else
                _done.TrySetException(new AppServerProtocolException(Method, "an empty result", null));
        }
        catch (JsonException error)
        {
            _done.TrySetException(new AppServerProtocolException(Method, "a result of another shape than expected", error));
        }
    }

    /// <inheritdoc/>
    public override void Fail(Exception error) => _done.TrySetException(error);
}
