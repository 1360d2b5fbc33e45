using static CodexA2A.Runner.AppServer.Coverage.CoverageRow;

namespace CodexA2A.Runner.AppServer.Coverage;

/// <summary>Every notification of the supported version. One that is not here is new: it is counted and logged by name.</summary>
internal static class NotificationCoverage
{
    private const string NotAsked = "only answers a call that this service does not make";
    private const string NoVoice = "voice conversations are not served";
    private const string Watched = "an event of `codex.threads.watch`";
    private const string Desktop = "concerns the desktop application";

    /// <summary>The rows, by method.</summary>
    public static IReadOnlyList<CoverageRow> All { get; } =
    [
        // The turn and what is streamed in it.
        Mapped("error", "`willRetry`: a status message, `metadata.codex.progress.kind` = `reconnecting`; text under way is void. Else the end of the turn says it"),
        Mapped("item/agentMessage/delta", "a piece of an artifact `answer` or `commentary`"),
        Mapped("item/autoApprovalReview/completed", "artifact `tool`, `source_method` = `autoApprovalReview`, with decision, risk and rationale"),
        Mapped("item/autoApprovalReview/started", "artifact `tool`, `source_method` = `autoApprovalReview`, running"),
        Mapped("item/commandExecution/outputDelta", "`output_delta` of its artifact `tool`; the end has `aggregatedOutput` in its place"),
        Mapped("item/commandExecution/terminalInteraction", "`input.stdin` of its artifact `tool`"),
        Mapped("item/completed", "the end of the item's artifact; see the items"),
        Mapped("item/fileChange/outputDelta", "`output_delta` of its artifact `tool`"),
        Mapped("item/fileChange/patchUpdated", "the state of its artifact `tool`, with the diffs as they are now"),
        Mapped("item/mcpToolCall/progress", "`output_delta` of its artifact `tool`"),
        Mapped("item/plan/delta", "a piece of an artifact `plan`"),
        Inside("item/reasoning/summaryPartAdded", "nothing: the index of the next piece says it too"),
        Mapped("item/reasoning/summaryTextDelta", "a piece of an artifact `reasoning`, `metadata.codex.format` = `summary`"),
        Mapped("item/reasoning/textDelta", "a piece of an artifact `reasoning`, `metadata.codex.format` = `raw`"),
        Mapped("item/started", "the begin of the item's artifact; see the items"),
        Mapped("serverRequest/resolved", "the end of an interrupt that Codex took back"),
        Mapped("thread/tokenUsage/updated", "`metadata.shared.usage` of the last status"),
        Mapped("turn/completed", "the last status of the task; of a sub-agent: the end of its artifacts"),
        Mapped("turn/diff/updated", "artifact `diff`; what a sub-agent changes is in one of its own"),
        Mapped("turn/plan/updated", "artifact `plan`, a checklist and the steps as data"),
        Mapped("turn/started", "status WORKING; of a sub-agent: its events belong to the task from now on"),
        Ignored("turn/moderationMetadata", "opaque, for applications of the vendor"),
        Ignored("autoApprovalReview/strictReviewRequired", "the reviews that follow from it are told"),

        // Hints: a status message with metadata.codex.progress.
        Mapped("guardianWarning", "a status message, `metadata.codex.progress.kind` = `warning`"),
        Mapped("mcpServer/startupStatus/updated", "`failed` of the thread: a status message, `metadata.codex.progress.kind` = `mcp_server_failed`"),
        Mapped("model/rerouted", "a status message, `metadata.codex.progress.kind` = `model_rerouted`"),
        Mapped("model/safetyBuffering/updated", "a status message, `metadata.codex.progress.kind` = `safety_buffering`, where Codex wants people to know"),
        Mapped("modelProvider/authRecoveryCompleted", "a status message, `metadata.codex.progress.kind` = `auth_recovery`"),
        Mapped("modelProvider/authRecoveryStarted", "a status message, `metadata.codex.progress.kind` = `auth_recovery`"),
        Mapped("warning", "of the thread: a status message, `metadata.codex.progress.kind` = `warning`"),
        Ignored("model/verification", "which programs the account is admitted to is the operator's business"),

        // Hooks.
        Mapped("hook/completed", "artifact `tool`, `source_method` = `hook`, with what the hook said and how it decided"),
        Mapped("hook/started", "artifact `tool`, `source_method` = `hook`, running"),

        // The account and the process.
        Mapped("account/rateLimits/updated", "`metadata.codex.rate_limits` of the last status"),
        Ignored("account/gatewayOAuth/changed", "nobody logs in through this service"),
        Ignored("account/login/completed", "nobody logs in through this service"),
        Ignored("account/updated", "a login is seen in CODEX_HOME, before the next turn"),
        Inside("configWarning", "the log; it concerns the whole process"),
        Inside("deprecationNotice", "the log; it concerns the whole process"),
        Mapped("app/list/updated", "an event `apps.updated` of `codex.discovery.watch`"),
        Ignored("externalAgentConfig/import/completed", NotAsked),
        Ignored("externalAgentConfig/import/progress", NotAsked),
        Ignored("fs/changed", NotAsked),
        Ignored("fuzzyFileSearch/sessionCompleted", NotAsked),
        Ignored("fuzzyFileSearch/sessionUpdated", NotAsked),
        Mapped("command/exec/outputDelta", "of a command of the caller's: `output_delta` of the artifact `tool`, `source_method` = `exec`"),
        Ignored("process/exited", NotAsked),
        Ignored("process/outputDelta", NotAsked),
        Ignored("mcpServer/event/stream/notification", NotAsked),
        Ignored("mcpServer/oauthLogin/completed", NotAsked),
        Mapped("skills/changed", "an event `skills.changed` of `codex.discovery.watch`"),
        Ignored("project/changed", Desktop),
        Ignored("remoteControl/status/changed", Desktop),
        Ignored("windows/worldWritableWarning", "the doctor tries the sandbox itself"),
        Ignored("windowsSandbox/setupCompleted", "the sandbox of Windows is set up by its owner"),

        // Threads.
        Mapped("thread/archived", Watched),
        Mapped("thread/closed", Watched),
        Mapped("thread/deleted", Watched),
        Mapped("thread/name/updated", Watched),
        Mapped("thread/started", Watched),
        Mapped("thread/status/changed", Watched),
        Mapped("thread/unarchived", Watched),
        Ignored("thread/attachment/updated", Desktop),
        Ignored("thread/compacted", "the item `contextCompaction` says it"),
        Ignored("thread/environment/connected", "there is one environment, this machine"),
        Ignored("thread/environment/disconnected", "there is one environment, this machine"),
        Ignored("thread/goal/cleared", "goals are off: Codex would begin turns that nobody asked for"),
        Ignored("thread/goal/updated", "goals are off: Codex would begin turns that nobody asked for"),
        Ignored("thread/prediction/updated", Desktop),
        Ignored("thread/project/updated", Desktop),
        Ignored("thread/queue/changed", "turns wait in this service, not in Codex"),
        Ignored("thread/readState/changed", Desktop),
        Ignored("thread/reverted", "only this service reverts its threads"),
        Ignored("thread/section/changed", Desktop),
        Ignored("thread/settings/updated", "each turn says its settings"),
        Ignored("thread/realtime/closed", NoVoice),
        Ignored("thread/realtime/error", NoVoice),
        Ignored("thread/realtime/item/completed", NoVoice),
        Ignored("thread/realtime/item/started", NoVoice),
        Ignored("thread/realtime/item/transcript/delta", NoVoice),
        Ignored("thread/realtime/itemAdded", NoVoice),
        Ignored("thread/realtime/outputAudio/delta", NoVoice),
        Ignored("thread/realtime/sdp", NoVoice),
        Ignored("thread/realtime/started", NoVoice),
        Ignored("thread/realtime/transcript/delta", NoVoice),
        Ignored("thread/realtime/transcript/done", NoVoice),
    ];
}
