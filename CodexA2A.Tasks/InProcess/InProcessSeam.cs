using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.Sqlite;
using CodexA2A.Tasks.InProcess.State;
using CodexA2A.Tasks.InProcess.Steps;
using Microsoft.Extensions.Logging;

namespace CodexA2A.Tasks.InProcess;

/// <summary>The seam of one process, open: everything durable in SQLite, what is hot in memory as well.</summary>
internal sealed class InProcessSeam : IAsyncDisposable
{
    private const int ReadConnections = 3;

    private readonly DataDirectory _directory;
    private readonly SeamDatabase _database;
    private readonly WriterThread _writer;
    private readonly SeamTelemetry _telemetry;
    private readonly CancellationTokenSource _closing = new();

    private InProcessSeam(DataDirectory directory, SqliteFile file, SeamDatabase database, SeamOptions options, HotLimits limits, TimeProvider time, ILogger logger)
    {
        _directory = directory;
        _database = database;
        Options = options;
        Time = time;
        Sessions = new SessionTable();
        _telemetry = new SeamTelemetry(() => Sessions.Commands);
        Tasks = new TaskTable(limits, time, _telemetry, database.Tasks.NextRow() - 1);
        Homes = new HomeTable(options.HomeAbsence, time);
        Secrets = new SecretReplies(time);
        Readers = new SqliteReaders(file, ReadConnections);
        foreach (var session in database.Sessions.WithWork())
        {
            Sessions.Load(database.Sessions.Load(session)! with { Commands = database.Commands.OfSession(session) });
        }

        var batch = new SeamBatch(database, Sessions, Tasks, options, time);
        Restart(batch);
        // Whoever delivered webhooks died with the last process.
        database.Webhooks.ReleaseAll();
        _writer = new WriterThread(batch, _telemetry, time, logger);
    }

    /// <summary>Settings.</summary>
    public SeamOptions Options { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Sessions with an owner or work.</summary>
    public SessionTable Sessions { get; }

    /// <summary>Tasks in memory.</summary>
    public TaskTable Tasks { get; }

    /// <summary>Homes of runners.</summary>
    public HomeTable Homes { get; }

    /// <summary>Answers that are stored nowhere.</summary>
    public SecretReplies Secrets { get; }

    /// <summary>Reads of what is not in memory.</summary>
    public SqliteReaders Readers { get; }

    /// <summary>Canceled when the seam closes: whoever waits on it must end.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Counts readers.</summary>
    public SeamTelemetry Telemetry => _telemetry;

    /// <summary>Opens a data directory; the last owner of it may have died in any way.</summary>
    /// <exception cref="SeamUnavailableException">In use, not writable, damaged, or of a later version.</exception>
    public static InProcessSeam Open(string dataDirectory, SeamOptions options, HotLimits limits, TimeProvider time, ILogger logger)
    {
        var directory = DataDirectory.Open(dataDirectory);
        SeamDatabase? database = null;
        try
        {
            var file = new SqliteFile(directory.DatabaseFile);
            database = SeamDatabase.Open(file, time.GetUtcNow());
            return new InProcessSeam(directory, file, database, options, limits, time, logger);
        }
        catch
        {
            database?.Dispose();
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Runs a step on the writer thread.</summary>
    public Task<T> RunAsync<T>(Func<SeamBatch, T> step, CancellationToken cancellationToken) => _writer.RunAsync(step, cancellationToken);

    /// <summary>A file that was deleted under us can still be written, and is gone at the next start.</summary>
    /// <exception cref="SeamUnavailableException">It was.</exception>
    public void CheckFile()
    {
        if (!File.Exists(_directory.DatabaseFile))
        {
            throw new SeamUnavailableException("The task store's file was deleted; what is stored now will be gone at the next start.");
        }
    }

    /// <summary>Keeps a task in memory that was read from the database, if the writer thread has time for that.</summary>
    public void Remember(ColdTask cold) => _writer.TryPost(batch => batch.Install(cold));

    /// <summary>Before the writer thread begins: nobody reads yet.</summary>
    private static void Restart(SeamBatch batch)
    {
        var left = 1;
        while (left > 0)
        {
            batch.Start();
            left = RestartStep.Run(batch);
            batch.Commit();
            batch.Publish();
        }
    }

    /// <summary>Lets runners that wait for work look again, and readers end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        try
        {
            await _writer.StopAsync();
            _database.TryCheckpoint();
        }
        finally
        {
            await Readers.DisposeAsync();
            _database.Dispose();
            _telemetry.Dispose();
            _directory.Dispose();
            _closing.Dispose();
        }
    }
}
