using System.Text.Json;

namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>Plays turns on a real Codex.</summary>
internal sealed class CodexTurns(CodexProcess codex, ScriptedModelServer model, CodexFolders folders)
{
    public CodexProcess Codex => codex;

    public ScriptedModelServer Model => model;

    /// <summary>Starts a thread in a new workspace and a turn in it.</summary>
    /// <param name="message">What the user says; <c>{workspace}</c> stands for the folder.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="modelName">The model, if not the one with direct tools.</param>
    /// <param name="prepare">Fills the workspace.</param>
    /// <param name="thread">Further members of thread/start, each followed by a comma.</param>
    public async Task<RunningTurn> StartAsync(
        string message,
        CancellationToken cancellationToken,
        string? modelName = null,
        Action<string>? prepare = null,
        string thread = "")
    {
        var workspace = folders.NewWorkspace();
        prepare?.Invoke(workspace);
        var started = await codex.CallAsync(
            "thread/start",
            $$"""{ {{thread}}"cwd":{{Quote(workspace)}},"model":"{{modelName ?? "scripted"}}","approvalPolicy":"on-request","sandbox":"workspace-write"}""",
            cancellationToken);
        return await ContinueAsync(started["thread"]!["id"]!.GetValue<string>(), workspace, message, cancellationToken);
    }

    /// <summary>Starts the next turn of a thread.</summary>
    public async Task<RunningTurn> ContinueAsync(
        string threadId, string workspace, string message, CancellationToken cancellationToken)
    {
        var text = Quote(message.Replace("{workspace}", workspace, StringComparison.Ordinal));
        var from = codex.Position;
        // Temporary folders are writable by default; without them a file outside the workspace needs approval.
        var turn = await codex.CallAsync(
            "turn/start",
            $$"""
            {"threadId":"{{threadId}}","input":[{"type":"text","text":{{text}} }],
             "sandboxPolicy":{"type":"workspaceWrite","writableRoots":[],"networkAccess":false,"excludeTmpdirEnvVar":true,"excludeSlashTmp":true} }
            """,
            cancellationToken);
        return new RunningTurn(codex, folders, workspace, threadId, turn["turn"]!["id"]!.GetValue<string>(), from);
    }

    /// <summary>Plays a turn to its end; every request of Codex gets the same answer.</summary>
    public async Task<RunningTurn> PlayAsync(
        string message, CancellationToken cancellationToken, string? modelName = null, string answer = """{"decision":"accept"}""")
    {
        var turn = await StartAsync(message, cancellationToken, modelName);
        await turn.FinishAsync(answer, cancellationToken);
        return turn;
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
