using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>A shell command as a tool.</summary>
internal static class CommandStates
{
    /// <summary>The item's kind.</summary>
    public const string SourceMethod = "commandExecution";

    /// <summary>How the command stands.</summary>
    public static ToolState From(CommandExecutionItem item, bool ended, WorkspacePaths paths)
    {
        var command = item.Command ?? "";
        var bounded = BoundedText.FirstAndLast(command, EventSizes.ToolData);
        var input = new JsonObject { ["command"] = bounded.Text };
        if (bounded.TruncatedBytes > 0)
        {
            input["truncated_bytes"] = bounded.TruncatedBytes;
        }

        if (item.Cwd is not null)
        {
            input["cwd"] = paths.Show(item.Cwd);
        }

        var status = ToolStatuses.From(item.Status, ended);
        return new ToolState(SourceMethod, "shell", status)
        {
            Title = BoundedText.FirstAndLast(ShellCommand.Unwrap(command), 512).Text,
            Input = input,
            Output = Output(item),
            Error = item.Status == "declined" ? new JsonObject { ["message"] = "Declined; it did not run." } : null,
        };
    }

    private static JsonObject? Output(CommandExecutionItem item)
    {
        var output = new JsonObject();
        if (item.AggregatedOutput is { } text)
        {
            ToolOutputs.SetText(output, BoundedText.FirstAndLast(text, EventSizes.ToolOutput));
        }

        if (item.ExitCode is { } code)
        {
            output["exit_code"] = code;
        }

        if (item.DurationMs is { } duration)
        {
            output["duration_ms"] = duration;
        }

        return output.Count == 0 ? null : output;
    }
}
