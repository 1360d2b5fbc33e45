using System.Text.Json;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>How a command is to run.</summary>
internal sealed record ShellOptions
{
    /// <summary>The longest time, in milliseconds, that Codex lets a command run before the model hears of it.</summary>
    public const int LongestYield = 30_000;

    public static ShellOptions Default { get; } = new();

    /// <summary>The time after which the model hears of a command that still runs, in milliseconds.</summary>
    public int YieldMilliseconds { get; init; } = LongestYield;

    /// <summary>Why the command must run outside the sandbox; null to stay inside.</summary>
    public string? Justification { get; init; }

    /// <summary>The folder, or null for the thread's own.</summary>
    public string? Folder { get; init; }

    /// <summary>Writes the arguments of <c>exec_command</c>.</summary>
    public void Write(Utf8JsonWriter writer, string command)
    {
        writer.WriteString("cmd", command);
        writer.WriteNumber("yield_time_ms", YieldMilliseconds);
        if (Folder is not null)
        {
            writer.WriteString("workdir", Folder);
        }

        if (Justification is not null)
        {
            writer.WriteString("sandbox_permissions", "require_escalated");
            writer.WriteString("justification", Justification);
        }
    }
}
