using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Approvals;

/// <summary>May this command run.</summary>
internal static class CommandDraft
{
    /// <summary>The question.</summary>
    public static InterruptDraft From(CommandApprovalRequest request, WorkspacePaths paths)
    {
        var command = BoundedText.FirstAndLast(request.Command ?? "", InterruptDrafts.MaxDetail).Text;
        var details = new JsonObject
        {
            ["permission"] = "command_execution",
            ["patterns"] = Strings(request.CommandActions?.Select(action => action.Path).OfType<string>().Distinct().Select(paths.Show)),
            ["always"] = Strings(request.ProposedExecpolicyAmendment is { Count: > 0 } prefix ? [string.Join(' ', prefix)] : []),
            ["command"] = command,
            ["available_decisions"] = Decisions(request.AvailableDecisions),
        };
        Set(details, "amendments", CommandAmendments.Json(request));
        Set(details, "kind", request.Kind);
        Set(details, "cwd", request.Cwd is null ? null : paths.Show(request.Cwd));
        Set(details, "reason", request.Reason);
        Set(details, "additional_permissions", BoundedJson.From(request.AdditionalPermissions, InterruptDrafts.MaxDetail));
        if (request.NetworkApprovalContext is { } network)
        {
            details["network"] = new JsonObject { ["host"] = network.Host, ["protocol"] = network.Protocol };
        }

        return InterruptDraft.Create(InterruptTypes.Permission, details, Message(request, paths));
    }

    /// <summary>All that Codex honours, not only what it proposes.</summary>
    internal static JsonArray Decisions(IReadOnlyList<JsonElement>? proposed)
    {
        var names = new List<string> { "accept", "acceptForSession", "decline", "cancel" };
        foreach (var decision in proposed ?? [])
        {
            var name = decision.ValueKind switch
            {
                JsonValueKind.String => decision.GetString(),
                JsonValueKind.Object => decision.EnumerateObject().Select(member => member.Name).FirstOrDefault(),
                _ => null,
            };
            if (name is not null && !names.Contains(name))
            {
                names.Add(name);
            }
        }

        return Strings(names);
    }

    internal static JsonArray Strings(IEnumerable<string>? values) => new([.. (values ?? []).Select(value => (JsonNode?)value)]);

    internal static void Set(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }

    private static string Message(CommandApprovalRequest request, WorkspacePaths paths)
    {
        var command = BoundedText.FirstAndLast(ShellCommand.Unwrap(request.Command ?? ""), 2048).Text;
        var what = request switch
        {
            { NetworkApprovalContext: { Host: { } host } network } => $"Codex wants to reach {network.Protocol}://{host}" + (command.Length > 0 ? $" with: {command}" : ""),
            { Kind: "writeStdin" } => $"Codex wants to type into a running command: {command}",
            _ => $"Codex wants to run: {command}",
        };
        var where = request.Cwd is null ? "" : paths.Show(request.Cwd) is var cwd && cwd == "." ? "\nin the workspace" : $"\nin {cwd}";
        var why = string.IsNullOrWhiteSpace(request.Reason) ? "" : $"\nbecause: {request.Reason.Trim()}";
        return $"{what}{where}{why}\n{InterruptDrafts.HowToDecide}{CommandAmendments.HowToTake(request)}";
    }
}
