using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>Method and parameters to a typed notification; pure.</summary>
internal static class NotificationDecoder
{
    private static readonly FrozenDictionary<string, JsonTypeInfo> Known = new Dictionary<string, JsonTypeInfo>
    {
        ["item/started"] = AppServerJson.Default.ItemStartedNotification,
        ["item/completed"] = AppServerJson.Default.ItemCompletedNotification,
        ["item/agentMessage/delta"] = AppServerJson.Default.AgentMessageDeltaNotification,
        ["item/reasoning/summaryPartAdded"] = AppServerJson.Default.ReasoningSummaryPartAddedNotification,
        ["item/reasoning/summaryTextDelta"] = AppServerJson.Default.ReasoningSummaryTextDeltaNotification,
        ["item/reasoning/textDelta"] = AppServerJson.Default.ReasoningTextDeltaNotification,
        ["item/commandExecution/outputDelta"] = AppServerJson.Default.CommandExecutionOutputDeltaNotification,
        ["item/commandExecution/terminalInteraction"] = AppServerJson.Default.TerminalInteractionNotification,
        ["item/fileChange/outputDelta"] = AppServerJson.Default.FileChangeOutputDeltaNotification,
        ["item/fileChange/patchUpdated"] = AppServerJson.Default.FileChangePatchUpdatedNotification,
        ["item/plan/delta"] = AppServerJson.Default.PlanDeltaNotification,
        ["item/mcpToolCall/progress"] = AppServerJson.Default.McpToolCallProgressNotification,
        ["turn/started"] = AppServerJson.Default.TurnStartedNotification,
        ["turn/completed"] = AppServerJson.Default.TurnCompletedNotification,
        ["turn/plan/updated"] = AppServerJson.Default.TurnPlanUpdatedNotification,
        ["turn/diff/updated"] = AppServerJson.Default.TurnDiffUpdatedNotification,
        ["thread/tokenUsage/updated"] = AppServerJson.Default.ThreadTokenUsageUpdatedNotification,
        ["error"] = AppServerJson.Default.ErrorNotification,
        ["model/rerouted"] = AppServerJson.Default.ModelReroutedNotification,
        ["thread/started"] = AppServerJson.Default.ThreadStartedNotification,
        ["thread/status/changed"] = AppServerJson.Default.ThreadStatusChangedNotification,
        ["serverRequest/resolved"] = AppServerJson.Default.ServerRequestResolvedNotification,
        ["thread/archived"] = AppServerJson.Default.ThreadArchivedNotification,
        ["thread/unarchived"] = AppServerJson.Default.ThreadUnarchivedNotification,
        ["thread/deleted"] = AppServerJson.Default.ThreadDeletedNotification,
        ["thread/closed"] = AppServerJson.Default.ThreadClosedNotification,
        ["thread/name/updated"] = AppServerJson.Default.ThreadNameUpdatedNotification,
        ["skills/changed"] = AppServerJson.Default.SkillsChangedNotification,
        ["app/list/updated"] = AppServerJson.Default.AppListUpdatedNotification,
        ["warning"] = AppServerJson.Default.WarningNotification,
        ["guardianWarning"] = AppServerJson.Default.GuardianWarningNotification,
        ["configWarning"] = AppServerJson.Default.ConfigWarningNotification,
        ["deprecationNotice"] = AppServerJson.Default.DeprecationNoticeNotification,
        ["mcpServer/startupStatus/updated"] = AppServerJson.Default.McpServerStartupStatusUpdatedNotification,
        ["account/rateLimits/updated"] = AppServerJson.Default.AccountRateLimitsUpdatedNotification,
        ["command/exec/outputDelta"] = AppServerJson.Default.ExecOutputDeltaNotification,
        ["hook/started"] = AppServerJson.Default.HookStartedNotification,
        ["hook/completed"] = AppServerJson.Default.HookCompletedNotification,
        ["item/autoApprovalReview/started"] = AppServerJson.Default.AutoReviewStartedNotification,
        ["item/autoApprovalReview/completed"] = AppServerJson.Default.AutoReviewCompletedNotification,
        ["modelProvider/authRecoveryStarted"] = AppServerJson.Default.AuthRecoveryStartedNotification,
        ["modelProvider/authRecoveryCompleted"] = AppServerJson.Default.AuthRecoveryCompletedNotification,
        ["model/safetyBuffering/updated"] = AppServerJson.Default.SafetyBufferingNotification,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Methods that have a record.</summary>
    public static IReadOnlyCollection<string> Methods => Known.Keys;

    /// <summary>The record of a method; null when there is none.</summary>
    public static JsonTypeInfo? TypeInfo(string method) => Known.GetValueOrDefault(method);

    /// <summary>
    /// The notification; an <see cref="UnknownNotification"/> where there is no record, or where the fields do not fit it.
    /// </summary>
    /// <exception cref="JsonException">The parameters are no JSON.</exception>
    public static Notification Decode(string method, ReadOnlySpan<byte> parameters)
    {
        if (Known.TryGetValue(method, out var info))
        {
            try
            {
                if (DeltaDecoder.Decode(method, parameters) is { } delta)
                    return delta;
                if (JsonSerializer.Deserialize(parameters, info) is Notification notification && IsWhole(notification))
                    return WithIds(notification);
            }
            catch (JsonException)
            {
                // Fields that do not fit: handed on as unknown, which is counted and logged by name.
            }
        }

        return Unknown(method, parameters);
    }

    // Fields that records have without fail, and that the serialiser leaves null where they are missing.
    private static bool IsWhole(Notification notification) => notification switch
    {
        IOfItem { ItemId: null } or IItemDelta { Delta: null } => false,
        ItemStartedNotification { Item: null or { Id: null } } or ItemCompletedNotification { Item: null or { Id: null } } => false,
        AutoReviewStartedNotification { ReviewId: null } or AutoReviewCompletedNotification { ReviewId: null } => false,
        _ => true,
    };

    private static Notification WithIds(Notification notification) => notification switch
    {
        ThreadStartedNotification { ThreadId: null } started => started with { ThreadId = started.Thread?.Id },
        TurnStartedNotification { TurnId: null } started => started with { TurnId = started.Turn?.Id },
        TurnCompletedNotification { TurnId: null } completed => completed with { TurnId = completed.Turn?.Id },
        ExecOutputDeltaNotification { ProcessId: { } process } output => output with { ThreadId = ExecOutputDeltaNotification.FollowedAs(process) },
        _ => notification,
    };

    private static UnknownNotification Unknown(string method, ReadOnlySpan<byte> parameters)
    {
        var reader = new Utf8JsonReader(parameters.IsEmpty ? "null"u8 : parameters);
        var element = JsonElement.ParseValue(ref reader);
        return new UnknownNotification(method, element)
        {
            ThreadId = element.TextOf("threadId"),
            TurnId = element.TextOf("turnId"),
        };
    }
}
