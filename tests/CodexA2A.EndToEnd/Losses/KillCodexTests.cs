using System.Diagnostics;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Losses;

public sealed class KillCodexTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_the_middle_of_a_turn_the_task_fails_by_name_and_the_next_turn_works()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        var events = new List<(string? Id, StreamResponse Event)>();
        var killed = 0L;
        await foreach (var e in stage.Client.StreamAsync("SendStreamingMessage", A2AHttp.Message("#slow tokens=2000 delay=20", "ctx-codex"), Token))
        {
            events.Add(e);
            if (killed == 0 && e.Event.ArtifactUpdate is not null)
            {
                killed = Stopwatch.GetTimestamp();
                KillCodex(stage.Service.ProcessId);
            }
        }

        Ledger.Check(events);
        var end = events[^1].Event.StatusUpdate!;
        Assert.Equal(TaskState.Failed, end.Status.State);
        Assert.Equal("CODEX_DIED", end.Metadata!["codex"]!["error"]!["code"]!.GetValue<string>());
        Assert.True(Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(10));
        var next = await stage.Client.SendAsync(A2AHttp.Message("#text\nA new process.", "ctx-codex"), Token);
        Assert.Equal("A new process.", Ledger.Text(next));
    }

    /// <summary>Only the child of this test's own service.</summary>
    private static void KillCodex(int service)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var pid))
            {
                continue;
            }

            try
            {
                var stat = File.ReadAllText($"{folder}/stat");
                var parent = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
                if (parent == $"{service}" && File.ReadAllText($"{folder}/cmdline").Contains("app-server", StringComparison.Ordinal))
                {
                    Process.GetProcessById(pid).Kill();
                }
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }
    }
}
