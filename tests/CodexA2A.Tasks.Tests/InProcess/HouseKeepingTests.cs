using CodexA2A.Tasks.InProcess;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Tasks.Tests.InProcess;

public sealed class HouseKeepingTests
{
    [Fact]
    public async Task A_fault_that_is_not_the_stores_does_not_end_the_house_keeping()
    {
        using var folder = new TestFolder();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        // No date lies so far back: each sweep fails in its middle.
        var options = new SeamOptions { TaskRetention = TimeSpan.MaxValue };
        var log = new WarningLog();
        await using var host = new InProcessSeamHost(
            Options.Create(new InProcessSeamOptions { DataDirectory = folder.Path }), Options.Create(options), time, log);
        await host.StartingAsync(TestContext.Current.CancellationToken);
        var queue = new InProcessTurnQueue(host);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await queue.SweepAsync(TestContext.Current.CancellationToken));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.IsType<ArgumentOutOfRangeException>(await log.First);

        options.TaskRetention = TimeSpan.FromDays(7);
        var session = new SessionId("aaaaaaaaaaaaaaaaaaaaaaaaaa");
        await host.Seam.RunAsync(batch =>
        {
            batch.Write().Sessions.Save(new CodexA2A.Tasks.InProcess.State.SessionHead(session, new Owner("", "alice"), "old"));
            return 0;
        }, TestContext.Current.CancellationToken);
        while (await host.Seam.RunAsync(batch => batch.Rows.Sessions.Load(session), TestContext.Current.CancellationToken) is not null)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
    }

    private sealed class WarningLog : ILogger<InProcessSeamHost>
    {
        private readonly TaskCompletionSource<Exception?> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Exception?> First => _first.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
            {
                _first.TrySetResult(exception);
            }
        }
    }
}
