namespace CodexA2A.Api.Auth.Passwords;

/// <summary>Lets so many work at the same time and so many wait, and nobody else in.</summary>
internal sealed class Lane(int places, int waiting) : IDisposable
{
    private readonly SemaphoreSlim free = new(places);
    private int inside;

    /// <summary>Waits for a place; false at once when too many wait already. Who got true calls <see cref="Leave"/>.</summary>
    public async ValueTask<bool> EnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref inside) > places + waiting)
        {
            Interlocked.Decrement(ref inside);
            return false;
        }

        try
        {
            await free.WaitAsync(cancellationToken);
            return true;
        }
        catch
        {
            Interlocked.Decrement(ref inside);
            throw;
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave()
    {
        free.Release();
        Interlocked.Decrement(ref inside);
    }

    /// <inheritdoc />
    public void Dispose() => free.Dispose();
}
