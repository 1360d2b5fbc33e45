using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>A few connections for reads beside the writer, opened when first needed.</summary>
internal sealed class SqliteReaders(SqliteFile file, int size) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(size);
    private readonly ConcurrentBag<SeamDatabase> _idle = [];
    private bool _closed;

    /// <summary>Runs <paramref name="read"/> with a connection of its own; everything it reads is committed and of one moment.</summary>
    /// <exception cref="SeamUnavailableException">The store is closed or cannot be read.</exception>
    public async ValueTask<T> ReadAsync<T>(Func<SeamDatabase, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return Read(read);
        }
        catch (Exception exception) when (exception is SqliteException or ObjectDisposedException)
        {
            throw SqliteErrors.Unavailable(exception);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // Whoever reads now may end first; nobody begins after.
        _closed = true;
        for (var i = 0; i < size; i++)
        {
            await _free.WaitAsync();
        }

        while (_idle.TryTake(out var database))
        {
            database.Dispose();
        }

        _free.Release(size);
    }

    private T Read<T>(Func<SeamDatabase, T> read)
    {
        if (!_idle.TryTake(out var database))
        {
            database = new SeamDatabase(file.OpenReader());
        }

        try
        {
            database.BeginRead();
            var result = read(database);
            database.Commit();
            _idle.Add(database);
            return result;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
