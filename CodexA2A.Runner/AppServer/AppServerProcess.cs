using System.ComponentModel;
using System.Diagnostics;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// One operating-system process of Codex: started, drained, and ended with everything it started. Says once how it ended.
/// </summary>
internal sealed partial class AppServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly StderrTail _tail;
    private readonly Task _draining;
    private readonly string _generation;
    private TransportEnd? _ending;

    private AppServerProcess(Process process, LaunchPlan plan, string generation, TimeProvider time, ILogger logger)
    {
        _process = process;
        _generation = generation;
        _time = time;
        _logger = logger;
        Pid = process.Id;
        _tail = new StderrTail(plan.Secrets);
        _draining = _tail.DrainAsync(process.StandardError.BaseStream);
    }

    /// <summary>Operating system id.</summary>
    public int Pid { get; }

    /// <summary>What it prints.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What it reads.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Starts it.</summary>
    /// <exception cref="CodexUnavailableException">The operating system would not.</exception>
    public static AppServerProcess Start(LaunchPlan plan, string generation, TimeProvider time, ILogger logger)
    {
        // Checked here, because setsid would report what is missing only by an exit code.
        if (!File.Exists(plan.Executable))
            throw Missing(plan.Executable, null);
        var mark = ProcessMark.Of(generation).ToString();
        var marked = $"shell_environment_policy.set.{ProcessMark.Variable}={LaunchArguments.TomlString(mark)}";
        var (file, arguments) = OwnSession.Wrap(plan.Executable, [.. plan.Arguments, "-c", marked]);
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = plan.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in plan.Environment)
            start.Environment[name] = value;
        start.Environment[ProcessMark.Variable] = mark;
        try
        {
            return new AppServerProcess(Process.Start(start)!, plan, generation, time, logger);
        }
        catch (Win32Exception error)
        {
            throw File.Exists(plan.Executable)
                ? new CodexUnavailableException(CodexUnavailableReason.FailedToStart,
                    $"Codex could not be started: {error.Message}.",
                    $"Check that {plan.Executable} may be executed and was built for this machine.", error)
                : Missing(plan.Executable, error);
        }
    }

    private static CodexUnavailableException Missing(string file, Exception? error) => new(CodexUnavailableReason.Missing,
        "The Codex executable was not found.",
        $"There is no {file}. Set Codex:Executable to an existing one, or remove it to use the pinned version.", error);

    /// <summary>Asks for its end, for this reason; the first reason counts.</summary>
    public void Kill(DeathReason reason, string detail)
    {
        Interlocked.CompareExchange(ref _ending, new TransportEnd(reason, detail), null);
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException or NotSupportedException)
        {
            LogKillFailed(Pid, error);
        }
    }

    /// <summary>Ends it politely: its input is closed, then SIGTERM, then the whole tree is killed.</summary>
    public async Task StopAsync(Action closeInput, TimeSpan each, string detail)
    {
        Interlocked.CompareExchange(ref _ending, new TransportEnd(DeathReason.Stopped, detail), null);
        closeInput();
        if (await HasExitedAsync(each))
            return;
        if (!OperatingSystem.IsWindows() && Signals.Terminate(Pid) && await HasExitedAsync(each))
            return;
        Kill(DeathReason.Stopped, detail);
    }

    /// <summary>Waits for the end of the process or of its output, cleans up, and says how it ended.</summary>
    public async Task<DeathCertificate> WatchAsync(Task<TransportEnd> transportEnded)
    {
        var exited = _process.WaitForExitAsync();
        await Task.WhenAny(exited, transportEnded);
        if (exited.IsCompleted)
        {
            // What it wrote before its end is still to be read; a grandchild may hold the pipe open, so not for ever.
            await Within(transportEnded, TimeSpan.FromSeconds(2));
        }

        var end = transportEnded.IsCompletedSuccessfully ? await transportEnded : new TransportEnd(DeathReason.Exited, "it exited.");
        if (end.Reason == DeathReason.Exited && !await Within(exited, TimeSpan.FromSeconds(2)))
            end = new TransportEnd(DeathReason.OutputClosed, "it closed its output but went on running.");
        var reason = Interlocked.CompareExchange(ref _ending, end, null) ?? end;
        if (!exited.IsCompleted)
            Kill(reason.Reason, reason.Detail);
        if (!await Within(exited, TimeSpan.FromSeconds(10)))
            LogStillAlive(Pid);
        KillOrphans();
        await Within(_draining, TimeSpan.FromSeconds(1));
        var (code, signal) = ExitStatus();
        return new DeathCertificate(_generation, Pid, code, signal, reason.Reason, reason.Detail, _tail.Lines);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Streams that were asked for are not the process's any more.
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    private void KillOrphans()
    {
        if (OrphanedCommands.Kill(_generation, Signals.Kill) is var count and > 0)
            LogOrphans(count, Pid);
    }

    private async Task<bool> HasExitedAsync(TimeSpan within) => await Within(_process.WaitForExitAsync(), within);

    private async Task<bool> Within(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // .NET reports a signal as 128 + its number, as a shell does.
    private (int? Code, int? Signal) ExitStatus()
    {
        if (!_process.HasExited)
            return (null, null);
        var code = _process.ExitCode;
        return !OperatingSystem.IsWindows() && code is > 128 and <= 192 ? (null, code - 128) : (code, null);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Killing the Codex process {Pid} failed")]
    private partial void LogKillFailed(int pid, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The Codex process {Pid} is still alive after it was killed")]
    private partial void LogStillAlive(int pid);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} processes that Codex {Pid} had started and left behind were killed")]
    private partial void LogOrphans(int count, int pid);
}
