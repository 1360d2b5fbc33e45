using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;

namespace CodexA2A.Runner.Tests.Mapping;

/// <summary>Notifications of one turn, as Codex sends them.</summary>
internal static class Codex
{
    public const string Thread = "thread-1";
    public const string Turn = "turn-1";

    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static readonly TurnIdentity Identity = new("p00-task", "context-1", Thread, Turn, "submit-1") { WorkspaceRoot = "/workspace" };

    public static AgentTask Task => new()
    {
        Id = Identity.TaskId,
        ContextId = Identity.ContextId,
        Status = new TaskStatus { State = TaskState.Submitted, Timestamp = Now },
    };

    public static Notification TurnStarted() => Mine(new TurnStartedNotification(new CodexTurn(Turn, TurnStatuses.InProgress)));

    public static Notification TurnCompleted(string status = TurnStatuses.Completed, TurnError? error = null, params ThreadItem[] items) =>
        Mine(new TurnCompletedNotification(new CodexTurn(Turn, status, Error: error, Items: items)));

    public static Notification Started(ThreadItem item) => Mine(new ItemStartedNotification(item));

    public static Notification Completed(ThreadItem item) => Mine(new ItemCompletedNotification(item));

    public static Notification MessageStarted(string id, string? phase = null) => Started(new AgentMessageItem("", phase) { Id = id });

    public static Notification Delta(string id, string delta) => Mine(new AgentMessageDeltaNotification(id, delta));

    public static Notification MessageCompleted(string id, string text, string? phase = null) => Completed(new AgentMessageItem(text, phase) { Id = id });

    public static Notification UserMessage(string text = "go on") => Started(new UserMessageItem(null, [new TextInput(text)]) { Id = "user-" + text });

    public static Notification Summary(string id, int index, string delta) => Mine(new ReasoningSummaryTextDeltaNotification(id, delta, index));

    public static Notification Raw(string id, int index, string delta) => Mine(new ReasoningTextDeltaNotification(id, delta, index));

    public static Notification Output(string id, string delta) => Mine(new CommandExecutionOutputDeltaNotification(id, delta));

    /// <summary>One request of <paramref name="last"/> tokens, after which the thread has used <paramref name="total"/>.</summary>
    public static Notification Usage(long last = 10, long total = 20) =>
        Mine(new ThreadTokenUsageUpdatedNotification(new ThreadTokenUsage(Tokens(total), Tokens(last), 1000)));

    public static Notification Retry(string message = "Reconnecting... 1/2") =>
        Mine(new ErrorNotification(new TurnError(message, new CodexErrorInfo("responseStreamDisconnected")), true));

    public static CommandExecutionItem Command(string id, string status = "inProgress", string? output = null, int? exitCode = null) =>
        new("/bin/bash -lc 'ls -l'", "/workspace", "1", "agent", status, [], output, exitCode, exitCode is null ? null : 12) { Id = id };

    public static FileChangeItem Patch(string id, string status = "inProgress") =>
        new([new FileUpdateChange("/workspace/a.txt", new PatchChangeKind("add"), "one\ntwo\n")], status) { Id = id };

    public static Notification Mine(Notification n) => n with { ThreadId = Thread, TurnId = Turn };

    private static TokenUsageBreakdown Tokens(long n) => new(n, n - 3, 1, 3, 1, 2);
}
