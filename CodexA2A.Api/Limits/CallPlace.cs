namespace CodexA2A.Api.Limits;

/// <summary>The place of one request among those of its caller, as a feature of it; given back when the request ends, whatever comes of it.</summary>
internal sealed class CallPlace(CallTable table, OpenCalls of) : IDisposable
{
    private bool isStream;
    private bool isGone;

    /// <summary>What answers with a stream says so before it does anything: a message that was taken in cannot be refused any more.</summary>
    /// <exception cref="A2AException">TOO_MANY_STREAMS.</exception>
    public static void Streams(HttpContext http) => http.Features.Get<CallPlace>()?.Stream();

    /// <inheritdoc />
    public void Dispose()
    {
        if (isGone) return;
        isGone = true;
        table.Leave(of, isStream);
    }

    /// <summary>It is a stream from now on, once.</summary>
    /// <exception cref="A2AException">TOO_MANY_STREAMS.</exception>
    public void Stream()
    {
        if (isStream || isGone) return;
        table.Stream(of);
        isStream = true;
    }
}
