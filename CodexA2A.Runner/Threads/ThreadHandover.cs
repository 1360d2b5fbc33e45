using System.Threading.Channels;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Threads;

/// <summary>
/// Lets idle threads go from runner to runner of one Codex home. Codex keeps a thread to the process that has it in memory, also
/// when nobody uses it; whoever needs one that another process holds puts a file with its name into
/// <c>&lt;CODEX_HOME&gt;/a2a-handover</c>, and whoever has it idle puts it away (contracts.md §6).
/// </summary>
internal sealed partial class ThreadHandover(CodexHome home, IdleThreads idle, TimeProvider time, ILogger<ThreadHandover> logger) : BackgroundService
{
    private const string FolderName = "a2a-handover";

    /// <summary>Longer than anybody asks: whoever did is dead.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(15);

    /// <summary>News of files may get lost, and some systems give none.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private string Folder => Path.Combine(home.Path, FolderName);

    /// <summary>Asks whoever holds the thread to let it go; again and again, because it may be in use just now.</summary>
    public void Ask(string threadId) => Try(threadId, path =>
    {
        Directory.CreateDirectory(Folder);
        // Anew each time, so that it is news.
        File.Delete(path);
        File.Create(path).Dispose();
    });

    /// <summary>It is not wanted any more, or was got.</summary>
    public void Withdraw(string threadId) => Try(threadId, File.Delete);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watcher = Watch();
        using var pause = new PeriodicTimer(LookInterval, time);
        var (news, tick) = (_news.Reader.WaitToReadAsync(stoppingToken).AsTask(), pause.WaitForNextTickAsync(stoppingToken).AsTask());
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                Look();
                if (await Task.WhenAny(news, tick) == news)
                {
                    await news;
                    _news.Reader.TryRead(out _);
                    news = _news.Reader.WaitToReadAsync(stoppingToken).AsTask();
                }
                else
                {
                    await tick;
                    tick = pause.WaitForNextTickAsync(stoppingToken).AsTask();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Its threads end with the process.
        }
    }

    private FileSystemWatcher? Watch()
    {
        FileSystemWatcher? watcher = null;
        try
        {
            Directory.CreateDirectory(Folder);
            watcher = new FileSystemWatcher(Folder) { NotifyFilter = NotifyFilters.FileName };
            watcher.Created += (_, _) => _news.Writer.TryWrite(true);
            watcher.Error += (_, _) => _news.Writer.TryWrite(true);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            LogNotWatched(exception);
            return null;
        }
    }

    private void Look()
    {
        try
        {
            foreach (var file in new DirectoryInfo(Folder).EnumerateFiles())
            {
                // One that was just made anew has no time for a moment.
                if (file.Exists && time.GetUtcNow() - file.LastWriteTimeUtc > Stale)
                {
                    file.Delete();
                }
                else
                {
                    idle.PutAway(file.Name);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever asks asks again.
        }
    }

    private void Try(string threadId, Action<string> change)
    {
        if (!threadId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return;
        }

        try
        {
            change(Path.Combine(Folder, threadId));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written fails turns by itself; here only time is lost.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The system gives no news of files; threads that other runners ask for are looked for each second.")]
    private partial void LogNotWatched(Exception exception);
}
