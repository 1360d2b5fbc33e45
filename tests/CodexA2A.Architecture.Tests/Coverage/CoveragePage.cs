using System.Text;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Coverage;

namespace CodexA2A.Architecture.Tests.Coverage;

/// <summary>The page on what becomes of everything that Codex can say.</summary>
internal static class CoveragePage
{
    public const string File = "docs/codex-coverage.md";

    public static string Text()
    {
        var text = new StringBuilder($"""
            # What of Codex reaches a client

            Everything that `codex app-server` {CodexPaths.PinnedVersion} can tell or ask, and what becomes of it. Made from the lists in `CodexA2A.Runner/AppServer/Coverage` (CONTRIBUTING.md says how); a test holds them against the schema that Codex itself writes, so that nothing is forgotten.

            - **mapped**: a client reads of it.
            - **inside**: this service needs it; clients are not told.
            - **ignored**: Codex is asked not to send it, or its request is refused.

            What a newer Codex says that is not here is counted (`codex.notifications.unknown`, `codex.items.unknown`, `codex.requests.refused`) and logged by name; an unknown item becomes an artifact `tool` of its own name. How the protocol of a Codex compares as a whole with the one of this page, `codex-a2a doctor` and `/health` say ([operations](operations.md#another-codex)).

            """);
        Table(text, "Items", "Types of what happens in a turn; each begins with `item/started` and ends with `item/completed`.", ItemCoverage.All);
        Table(text, "Notifications", "What Codex tells.", NotificationCoverage.All);
        Table(text, "Requests", "What Codex asks of its client.", RequestCoverage.All);
        text.Append("""

            ## Sub-agents

            A sub-agent works in a thread of its own whose turns name the turn of the task as their root. Its items become artifacts of the task like any others, with `metadata.codex.thread_id`; what it says is `commentary`, since only the turn itself answers. What it asks is asked of the client, with `details.thread_id`. When the task is canceled, its sub-agents are stopped and their commands killed. One that goes on after a turn that ended by itself is not stopped: its open commands end as `running` with `metadata.codex.background`, what it does afterwards belongs to no task, and what it asks then is refused.

            ## Commands that outlive their turn

            A command that Codex left running in the background ends its artifact with the turn: `status` = `running`, `metadata.codex.background` = `true`, with the output so far. It lives on in the thread, and a later turn of the context can read from it. `CancelTask` of a running turn of the context kills it, and so does the end of the Codex process.

            """);
        return text.ToString();
    }

    private static void Table(StringBuilder text, string title, string what, IReadOnlyList<CoverageRow> rows)
    {
        text.Append($"\n## {title}\n\n{what}\n\n| name | | |\n|---|---|---|\n");
        foreach (var row in rows.OrderBy(row => row.Use).ThenBy(row => row.Name, StringComparer.Ordinal))
            text.Append($"| `{row.Name}` | {Word(row.Use)} | {row.Text} |\n");
    }

    private static string Word(CoverageUse use) => use switch
    {
        CoverageUse.Mapped => "mapped",
        CoverageUse.Inside => "inside",
        _ => "ignored",
    };
}
