using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>
/// <c>item/commandExecution/requestApproval</c>. <see cref="Kind"/>: <c>command</c>, <c>humanCommand</c> or <c>writeStdin</c>.
/// All decisions are honoured, also those not among <see cref="AvailableDecisions"/>.
/// </summary>
internal sealed record CommandApprovalRequest(
    string ItemId,
    string? Kind = null,
    string? ApprovalId = null,
    string? Reason = null,
    string? Command = null,
    string? Cwd = null,
    IReadOnlyList<CommandAction>? CommandActions = null,
    NetworkApprovalContext? NetworkApprovalContext = null,
    JsonElement? AdditionalPermissions = null,
    IReadOnlyList<string>? ProposedExecpolicyAmendment = null,
    IReadOnlyList<NetworkPolicyAmendment>? ProposedNetworkPolicyAmendments = null,
    IReadOnlyList<JsonElement>? AvailableDecisions = null) : ServerRequest, IOfItem;

/// <summary>The network access that a command asks for.</summary>
internal sealed record NetworkApprovalContext(string? Host = null, string? Protocol = null);

/// <summary>A rule for a host; <see cref="Action"/> is <c>allow</c> or <c>deny</c>.</summary>
internal sealed record NetworkPolicyAmendment(string Host, string Action);

/// <summary>Answer to a command approval.</summary>
internal sealed record CommandApprovalResponse(CommandApprovalDecision Decision) : ServerRequestResponse;

/// <summary>
/// What to do with a command. <c>decline</c> refuses and the turn goes on; <c>cancel</c> refuses and ends the turn as interrupted.
/// </summary>
[JsonConverter(typeof(CommandApprovalDecisionConverter))]
internal sealed record CommandApprovalDecision
{
    private CommandApprovalDecision(string name) => Name = name;

    /// <summary>Run it.</summary>
    public static CommandApprovalDecision Accept { get; } = new("accept");

    /// <summary>Run it, and do not ask again for the same command in this thread.</summary>
    public static CommandApprovalDecision AcceptForSession { get; } = new("acceptForSession");

    /// <summary>Refuse; the turn goes on.</summary>
    public static CommandApprovalDecision Decline { get; } = new("decline");

    /// <summary>Refuse; the turn ends as interrupted.</summary>
    public static CommandApprovalDecision Cancel { get; } = new("cancel");

    /// <summary>Name of the decision on the wire.</summary>
    public string Name { get; }

    /// <summary>Command prefix to allow from now on.</summary>
    public IReadOnlyList<string>? ExecpolicyAmendment { get; private init; }

    /// <summary>Host rule to apply from now on.</summary>
    public NetworkPolicyAmendment? NetworkPolicyAmendment { get; private init; }

    /// <summary>Run it, and allow commands that begin so.</summary>
    public static CommandApprovalDecision AcceptWithExecpolicyAmendment(IReadOnlyList<string> prefix) =>
        new("acceptWithExecpolicyAmendment") { ExecpolicyAmendment = prefix };

    /// <summary>Apply a rule for a host.</summary>
    public static CommandApprovalDecision ApplyNetworkPolicyAmendment(NetworkPolicyAmendment amendment) =>
        new("applyNetworkPolicyAmendment") { NetworkPolicyAmendment = amendment };
}

/// <summary>Writes a decision as a string, or as an object with its amendment.</summary>
internal sealed class CommandApprovalDecisionConverter : JsonConverter<CommandApprovalDecision>
{
    /// <inheritdoc/>
    public override CommandApprovalDecision Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Decisions are sent to Codex and never come from it.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CommandApprovalDecision value, JsonSerializerOptions options)
    {
        if (value is { ExecpolicyAmendment: null, NetworkPolicyAmendment: null })
        {
            writer.WriteStringValue(value.Name);
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartObject(value.Name);
        if (value.ExecpolicyAmendment is { } prefix)
        {
            writer.WriteStartArray("execpolicy_amendment");
            foreach (var word in prefix)
                writer.WriteStringValue(word);
            writer.WriteEndArray();
        }

        if (value.NetworkPolicyAmendment is { } rule)
        {
            writer.WriteStartObject("network_policy_amendment");
            writer.WriteString("host", rule.Host);
            writer.WriteString("action", rule.Action);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
