using System.Text;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Outcomes;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Turns;

namespace CodexA2A.Architecture.Tests.Errors;

/// <summary>The page on why turns fail, made from the tables that the runner itself uses.</summary>
internal static class TurnErrorsPage
{
    public const string File = "docs/turn-errors.md";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>What has no table: said where it is found. Each reason with when it is given.</summary>
    private static readonly (string Reason, string When, bool Retryable)[] Elsewhere =
    [
        ("MODEL_UNKNOWN", "The request names a model that Codex does not offer; the message names those it does.", false),
        ("MODEL_NOT_ALLOWED", "The operator lets this caller use some models only (`Codex:Policies`), and the request names another, or a review runs in a conversation that has another; the message names those it may use.", false),
        ("EFFORT_UNKNOWN", "The request names an effort that the model does not take; the message names those it does.", false),
        ("MODE_UNKNOWN", "The request names a mode (`metadata.codex.execution.mode`) that this Codex does not have; the message names those it has.", false),
        ("SKILL_UNKNOWN", "The message names a skill that Codex does not have in this folder; the error names those it has.", false),
        (SandboxRefusal.Code, "The sandbox is not shown to keep what its mode promises, and `Codex:SandboxPromise` is `require`.", false),
        ("WORKSPACE_MISSING", "The workspace folder of the runner is not there.", false),
        ("WORKSPACE_CHANGED", "A part of the folder's path was removed or replaced by a link while the turn, or the command, waited for its place; nothing was started there.", false),
        ("WORKSPACE_UNWRITABLE", "The folder of the context cannot be made (`Workspaces:PerContext`).", false),
        ("WORKSPACE_NO_REPOSITORY", "The workspace root is not the top of a git working tree that has a commit, or git cannot make another of it (`Workspaces:PerContext`).", false),
        ("INBOX_UNWRITABLE", "The files of the message cannot be put into the workspace.", false),
        ("INBOX_FULL", "The files of the message are more than `Runner:InboxBytes`.", false),
        ("INVALID_PARAMS", "Only the runner could see that the request is wrong; the message names the field.", false),
        ("THREAD_LOCKED", "Another process has the conversation open, and kept it for longer than `Runner:LockTimeout`.", false),
        ("THREAD_UNREACHABLE", "The conversation is in the Codex home of a runner that is gone.", false),
        ("THREAD_GONE", "Codex has no record of the conversation any more.", false),
        ("THREAD_BUSY", "Other turns of the conversation took longer than `Runner:QueueTimeout`.", false),
        ("WORKSPACE_BUSY", "Other turns in the folder took longer than `Runner:QueueTimeout` (`Workspaces:Exclusive`).", false),
        ("CODEX_HOME_UNUSABLE", "Nothing can be written to the Codex home.", false),
        ("TURN_OUTCOME_UNKNOWN", "The service was lost while a tool ran, and nobody knows how it ended ([after a loss](operations.md#after-a-loss)).", false),
        ("TAKEOVER_LIMIT", "The turn lost its runner three times before it ended or asked anybody.", false),
        ("EXEC_FAILED", "A command of `codex.exec.start` ended with another exit code than 0.", false),
        ("EXEC_NOT_STARTED", "Codex could not start the command.", false),
        ("EXEC_TIMEOUT", "The command ran longer than its `timeout_ms` or `Runner:ExecTimeout`.", false),
        ("EXEC_IDLE", "The command printed nothing for `Runner:ExecIdleTimeout`, and nothing was written to it.", false),
        ("EXEC_STOPPED", "The service stopped while the command ran.", false),
        ("EXEC_NOT_STOPPED", "Codex did not confirm that the command has ended; what was found of it was killed.", false),
        ("EXEC_OUTCOME_UNKNOWN", "Codex, the service or its runner was lost while the command ran; it is not run again.", false),
        ("WATCH_LOST", "The runner that had the watch has stopped.", true),
    ];

    /// <summary>Every reason of the page.</summary>
    public static IEnumerable<string> Reasons =>
        ErrorTable.Names.Select(name => ErrorTable.Find(name)!.Code).Concat(Known().Select(error => error.Error.Code)).Concat(Elsewhere.Select(row => row.Reason)).Distinct();

    public static string Text()
    {
        var text = new StringBuilder("""
            # Why a turn fails

            A turn that Codex or its model does not finish ends its task as `TASK_STATE_FAILED`. The status message says what happened and what to do, for a person; `metadata.codex.error` says it to programs:

            | member | |
            |---|---|
            | `code` | the reason, one of those below; it stays when the words change |
            | `message` | the status message |
            | `retryable` | the same message, sent again, may well succeed. A service that tries again by itself should wait longer each time |
            | `http_status` | what the model provider answered, where it did |
            | `codex_error_info` | Codex's own name of the error |
            | `detail` | Codex's own words, without secrets and absolute paths |
            | `details` | a `google.rpc.ErrorInfo` as in the [errors of requests](errors.md): `reason` is the code; `metadata` has `retryable`, `http_status` and `codex_error_info` |

            The next message of the context is a new turn, as a rule in the same conversation. An error of a *request* makes no task; those are in [errors.md](errors.md). While Codex itself tries again the task goes on, with `metadata.codex.progress.kind` `reconnecting`. Made from the tables of the runner (CONTRIBUTING.md says how).

            ## What Codex names

            """);
        Table(text, "Codex's name", ErrorTable.Names.Select(name => ($"`{name}`", ErrorTable.Find(name)!)).OrderBy(row => row.Item1, StringComparer.Ordinal)
            .Append(("any other", ErrorTable.Other)));
        text.Append("""

            Where the provider's status is known it says more than the name:

            """);
        Table(text, "status", ((int[])[401, 403, 404, 429, 500]).Select(status => (status == 500 ? "500 and above" : $"{status}", ErrorTable.FindHttp(status)!)));
        text.Append("""

            And where Codex has no name (`other`), its words may:

            """);
        Table(text, "words", [
            ("Missing environment variable", ErrorTable.NoKey), ("stream disconnected, stream closed", ErrorTable.Find("responseStreamDisconnected")!),
            ("Incomplete response", ErrorTable.Incomplete), ("unexpected status 400, invalid_request_error", ErrorTable.Find("badRequest")!),
        ]);
        text.Append("""

            ## What the service itself finds

            | reason | when | again? |
            |---|---|---|

            """);
        foreach (var (reason, when, retryable) in Known().Select(known => (known.Error.Code, known.When, known.Error.Retryable)).Concat(Elsewhere))
        {
            text.Append($"| `{reason}` | {when} | {(retryable ? "yes" : "")} |\n");
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, string first, IEnumerable<(string Name, ErrorRow Row)> rows)
    {
        text.Append($"\n| {first} | reason | message | again? |\n|---|---|---|---|\n");
        foreach (var (name, row) in rows)
        {
            text.Append($"| {name} | `{row.Code}` | {row.Message} | {(row.Retryable ? "yes" : "")} |\n");
        }
    }

    /// <summary>Made by the runner's own functions, so that reason and again? are what it says.</summary>
    private static IEnumerable<(TaskError Error, string When)> Known() =>
    [
        .. Enum.GetValues<CodexUnavailableReason>().Select(reason => (ErrorMapping.From(new CodexUnavailableException(reason, "", "")), When(reason))),
        (ErrorMapping.From(new AppServerDiedException(new DeathCertificate("g", 1, 1, null, DeathReason.Exited, "x", []))), "The Codex process ended under the turn."),
        (ErrorMapping.From(new AppServerTimeoutException("turn/start", Limit)), "Codex did not answer in time."),
        (ErrorMapping.From(new AppServerRequestException("m", -32600, "thread not found", null)), "Codex does not have the conversation any more."),
        (ErrorMapping.From(new AppServerRequestException("m", -32600, "thread x already has an active writer", null)), "Another Codex process has the conversation open."),
        (ErrorMapping.From(new AppServerRequestException("m", -32602, "too long", null)), "Codex does not take what the message brings."),
        (ErrorMapping.From(new AppServerRequestException("m", -32001, "overloaded", null)), "Codex itself is overloaded."),
        (ErrorMapping.From(new AppServerRequestException("m", -32600, "no", null)), "Codex refused the request; its words are in the message."),
        (ErrorMapping.From(new SubscriberTooSlowException("t")), "The events of the turn could not be stored in time."),
        (ErrorMapping.From(new AppServerProtocolException("m", "nonsense", null)), "Codex answered in a way that this service does not understand."),
        (ErrorMapping.Interrupted, "Codex ended the turn, or it was cut off after a tool had begun ([after a loss](operations.md#after-a-loss))."),
        (TurnFailures.TurnLimit(Limit), "The turn took longer than `Runner:TurnTimeout` (`Runner:BlockingTurnTimeout`)."),
        (TurnFailures.IdleLimit(Limit), "Codex was silent for longer than `Runner:IdleTimeout`."),
        (TurnFailures.NotStopped(Limit), "Codex did not confirm that it stopped the turn."),
        (TurnFailures.StructuredOutput(""), "The answer does not fit `metadata.codex.output_schema`, also when asked for again."),
        (TurnFailures.OfLaterRelease, "The turn was accepted by a later release of the service than its runner is."),
        (TurnFailures.Internal, "A fault of the service; its log says which."),
    ];

    private static string When(CodexUnavailableReason reason) => reason switch
    {
        CodexUnavailableReason.Missing => "There is no Codex.",
        CodexUnavailableReason.UnsupportedVersion => "Codex's version is not one that is supported.",
        CodexUnavailableReason.SchemaDrift => "This Codex asks for approvals in another way than the service understands.",
        CodexUnavailableReason.NotLoggedIn => "Codex has no credentials for its model provider.",
        CodexUnavailableReason.TimedOut => "Codex did not get ready in time.",
        CodexUnavailableReason.Recycling => "Codex is just being replaced.",
        _ => "Codex could not be started.",
    };
}
