using System.Diagnostics;
using CodexA2A.Tasks.InProcess;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodexA2A.Tasks.Tests.InProcess;

/// <summary>A process that is killed in the middle of its work.</summary>
public sealed class CrashTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_process_loses_nothing_that_was_acknowledged()
    {
        using var folder = new TestFolder();
        var acknowledged = new Dictionary<string, EventId>();
        for (var round = 0; round < 2; round++)
        {
            await AppendAndKillAsync(folder.Path, acknowledged);
        }

        await using var host = Open(folder.Path);
        var (log, queue) = (new InProcessTaskLog(host), new InProcessTurnQueue(host));
        foreach (var (task, last) in acknowledged)
        {
            var read = await log.ReadAsync(new Owner("", "alice"), task, Stop);
            Assert.True(read!.Last >= last, $"{task} ends at {read.Last}, but {last} was acknowledged.");
            Assert.Equal(Enumerable.Range(2, read.Tail.Count).Select(i => (long)i), read.Tail.Select(entry => entry.Id.Seq));
        }

        // The leases died with their holder: every begun turn can be taken over at once.
        for (var i = 0; i < acknowledged.Count; i++)
        {
            var lease = await queue.TryClaimAsync(new RunnerIdentity("next", "home"), Stop);
            Assert.Equal(1, lease?.Begun);
            Assert.Equal(2, lease?.Takeovers);
        }
    }

    [Fact]
    public async Task A_directory_in_use_is_refused_with_the_pid_of_its_holder()
    {
        using var folder = new TestFolder();
        using var process = Start(folder.Path);
        Assert.NotNull(await process.StandardOutput.ReadLineAsync(Stop));

        var refused = Assert.Throws<SeamUnavailableException>(() => Open(folder.Path));

        Assert.Contains($"process {process.Id}", refused.Message, StringComparison.Ordinal);
        process.Kill();
        await process.WaitForExitAsync(Stop);
        await Open(folder.Path).DisposeAsync();
    }

    private static async Task AppendAndKillAsync(string directory, Dictionary<string, EventId> acknowledged)
    {
        using var process = Start(directory);
        for (var lines = 0; await process.StandardOutput.ReadLineAsync(Stop) is { } line; lines++)
        {
            // The kill may have cut the last line.
            if (line.Split(' ') is ["Ok", var task, var id] && EventId.TryParse(id, out var last))
            {
                acknowledged[task] = last;
            }

            if (lines == 400)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync(Stop);
        Assert.Equal(128 + 9, process.ExitCode);
    }

    private static Process Start(string directory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        // Run by "dotnet x.dll" the process is dotnet itself.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(CrashTests).Assembly.Location);
        }

        start.ArgumentList.Add(AppendingProcess.Argument);
        start.ArgumentList.Add(directory);
        return Process.Start(start)!;
    }

    private static InProcessSeamHost Open(string directory)
    {
        var place = Options.Create(new InProcessSeamOptions { DataDirectory = directory });
        var host = new InProcessSeamHost(place, Options.Create(new SeamOptions()), TimeProvider.System, NullLogger<InProcessSeamHost>.Instance);
        host.Open();
        return host;
    }
}
