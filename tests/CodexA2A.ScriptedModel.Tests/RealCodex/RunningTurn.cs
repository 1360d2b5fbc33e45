using System.Text.Json.Nodes;

namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>A turn of a real Codex and what it said.</summary>
internal sealed class RunningTurn(
    CodexProcess codex, CodexFolders folders, string workspace, string threadId, string turnId, int from)
{
    private readonly int start = from;
    private int at = from;

    public string Workspace => workspace;

    public string ThreadId => threadId;

    /// <summary>Waits for the next line of this turn that fits.</summary>
    public async Task<CodexLine> NextAsync(Func<CodexLine, bool> match, CancellationToken cancellationToken)
    {
        (at, var line) = await codex.NextAsync(at, line => line.ThreadId == threadId && match(line), cancellationToken);
        return line;
    }

    /// <summary>Waits for the end of the turn and answers requests on the way.</summary>
    public async Task<JsonNode> FinishAsync(string answer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await NextAsync(line => line.IsRequest || line.Method == "turn/completed", cancellationToken);
            if (!line.IsRequest)
            {
                return line.Params!["turn"]!;
            }

            await codex.AnswerAsync(line, answer);
        }
    }

    /// <summary>Answers one request.</summary>
    public Task AnswerAsync(CodexLine request, string answer) => codex.AnswerAsync(request, answer);

    /// <summary>Interrupts the turn.</summary>
    public Task InterruptAsync(CancellationToken cancellationToken) => codex.CallAsync(
        "turn/interrupt", $$"""{"threadId":"{{threadId}}","turnId":"{{turnId}}"}""", cancellationToken);

    /// <summary>Says something while the turn runs.</summary>
    public Task SteerAsync(string message, CancellationToken cancellationToken) => codex.CallAsync(
        "turn/steer",
        $$"""{"threadId":"{{threadId}}","expectedTurnId":"{{turnId}}","input":[{"type":"text","text":"{{message}}"}]}""",
        cancellationToken);

    /// <summary>Ends the commands that still run in the thread.</summary>
    public Task CleanAsync(CancellationToken cancellationToken) => codex.CallAsync(
        "thread/backgroundTerminals/clean", $$"""{"threadId":"{{threadId}}"}""", cancellationToken);

    /// <summary>What Codex said in this turn so far, without the lines of other threads and without this machine's paths.</summary>
    public IReadOnlyList<CodexLine> Lines() =>
    [
        .. codex.Lines(start, at)
            .Where(line => (line.ThreadId is null || line.ThreadId == threadId) && line.Method != "thread/started")
            .Select(line => new CodexLine(Redact(line.Text))),
    ];

    /// <summary>The status, in the order they were completed, of all items but the user's message.</summary>
    public IReadOnlyList<string> CompletedItems() => Transcript.CompletedItems(Lines());

    private string Redact(string line) => line
        .Replace(Repository.Root, "/repository", StringComparison.Ordinal)
        .Replace(workspace, "/workspace", StringComparison.Ordinal)
        .Replace(folders.CodexHome, "/codex-home", StringComparison.Ordinal)
        .Replace(folders.Home, "/agent-home", StringComparison.Ordinal)
        .Replace(folders.Root, "/elsewhere", StringComparison.Ordinal);
}
