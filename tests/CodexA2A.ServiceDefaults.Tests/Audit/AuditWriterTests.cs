using System.Text.Json.Nodes;
using CodexA2A.ServiceDefaults.Audit;
using CodexA2A.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.ServiceDefaults.Tests.Audit;

public sealed class AuditWriterTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("audit-");
    private readonly FaultyFile disk = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Name => Path.Combine(folder.FullName, "audit.jsonl");

    [Fact]
    public async Task Records_are_lines_and_all_are_there_when_it_has_stopped()
    {
        using var writer = Writer();
        await writer.StartAsync(Token);
        for (var i = 0; i < 2000; i++)
        {
            writer.Add(Record(i));
        }

        await writer.StopAsync(Token);
        var lines = File.ReadAllLines(Name);
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"task-{i}"), lines.Select(line => (string)JsonNode.Parse(line)!["task_id"]!));
        Assert.Equal("""{"time":"1970-01-01T00:00:00.000Z","principal":"alice","method":"SendMessage","task_id":"task-0","outcome":"ok"}""", lines[0]);
    }

    [Fact]
    public async Task On_a_full_disk_records_wait_then_are_dropped_and_the_file_says_how_many()
    {
        using var writer = Writer();
        await writer.StartAsync(Token);
        Assert.True(writer is { IsOn: true, Takes: true, Problem: null });
        disk.IsFull = true;
        // One batch is in the writer's hands.
        writer.Add(Record(0));
        await UntilAsync(() => writer.Problem is not null);
        Assert.True(writer is { Takes: false, Problem: "No space left on device" });
        for (var i = 1; i <= AuditWriter.Room + 7; i++)
        {
            writer.Add(Record(i));
        }

        disk.IsFull = false;
        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return writer.Problem is null;
        });
        await writer.StopAsync(Token);
        var lines = File.ReadAllLines(Name).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(7, (long)lines.Single(line => line["dropped"] is not null)["dropped"]!);
        Assert.Equal(Enumerable.Range(0, AuditWriter.Room + 1).Select(i => $"task-{i}"), lines.Where(line => line["dropped"] is null).Select(line => (string)line["task_id"]!));
    }

    [Fact]
    public async Task Strangers_do_not_push_out_what_callers_do()
    {
        using var writer = Writer();
        await writer.StartAsync(Token);
        disk.IsFull = true;
        writer.Add(Record(0));
        await UntilAsync(() => disk.Failed > 0);
        for (var i = 0; i < AuditWriter.Room; i++)
        {
            writer.Add(Record(i) with { Principal = null });
        }

        for (var i = 0; i < AuditWriter.Room / 2; i++)
        {
            writer.Add(Record(i) with { TaskId = "mine" });
        }

        disk.IsFull = false;
        await writer.StopAsync(Token);
        Assert.Equal(AuditWriter.Room / 2, File.ReadAllLines(Name).Count(line => line.Contains("mine", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_a_file_nothing_is_taken_and_nothing_is_refused()
    {
        using var services = Meters();
        using var writer = new AuditWriter((AuditFile?)null, services.GetRequiredService<AuditTelemetry>(), time, NullLogger<AuditWriter>.Instance);
        await writer.StartAsync(Token);
        writer.Add(Record(0));
        Assert.True(writer is { IsOn: false, Takes: true });
        await writer.StopAsync(Token);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static AuditRecord Record(int number) => new() { Time = DateTimeOffset.UnixEpoch, Principal = "alice", Method = "SendMessage", TaskId = $"task-{number}", Outcome = "ok" };

    private static ServiceProvider Meters() => new ServiceCollection().AddMetrics().AddSingleton<AuditTelemetry>().BuildServiceProvider();

    private AuditWriter Writer() =>
        new(new AuditFile(Name, 1024 * 1024 * 1024, 2, disk.Open), Meters().GetRequiredService<AuditTelemetry>(), time, NullLogger<AuditWriter>.Instance);

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
