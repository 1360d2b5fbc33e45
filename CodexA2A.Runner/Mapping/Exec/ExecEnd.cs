using System.Globalization;

namespace CodexA2A.Runner.Mapping.Exec;

/// <summary>How a command ended, and with it its task.</summary>
/// <param name="State">COMPLETED with exit code 0, CANCELED when somebody ended it, else FAILED.</param>
/// <param name="Phase">The same as <c>metadata.codex.exec.phase</c>: completed, terminated or failed.</param>
internal sealed record ExecEnd(TaskState State, string Phase)
{
    /// <summary>Its exit code, where it is known.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it failed.</summary>
    public TaskError? Error { get; init; }

    /// <summary>Whether somebody ended it.</summary>
    public bool Terminated => State == TaskState.Canceled;

    /// <summary>What the last status says to a person.</summary>
    public string Words => Error?.Message ?? (ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"exit_code: {code}") : "Ended.");

    /// <summary>It ended by itself.</summary>
    public static ExecEnd Exited(int code) => code == 0
        ? new ExecEnd(TaskState.Completed, "completed") { ExitCode = 0 }
        : Failed(new TaskError("EXEC_FAILED", string.Create(CultureInfo.InvariantCulture, $"The command ended with exit code {code}; its output says why.")), code);

    /// <summary>Somebody ended it.</summary>
    public static ExecEnd TerminatedBy(int? code) => new(TaskState.Canceled, "terminated") { ExitCode = code };

    /// <summary>It failed.</summary>
    public static ExecEnd Failed(TaskError error, int? code = null) => new(TaskState.Failed, "failed") { Error = error, ExitCode = code };
}
