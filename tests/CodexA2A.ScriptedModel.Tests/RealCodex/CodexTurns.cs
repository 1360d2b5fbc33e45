using System.Text.Json;

namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>Plays turns on a real Codex.</summary>
internal sealed class CodexTurns(CodexProcess codex, ScriptedModelServer model, CodexFolders folders)
{
    public CodexProcess Codex => codex;

    public ScriptedModelServer Model => model;

    /// <summary>Starts a thread in a new workspace and a turn in it.</summary>
    public async Task<RunningTurn> StartAsync(
        string message, CancellationToken cancellationToken, string? modelName = null, Action<string>? prepare = null)
    {
        var workspace = folders.NewWorkspace();
        prepare?.Invoke(workspace);
        var text = Quote(message.Replace("{workspace}", workspace, StringComparison.Ordinal));
        var thread = await codex.CallAsync(
            "thread/start",
            $$"""{"cwd":{{Quote(workspace)}},"model":"{{modelName ?? "scripted"}}","approvalPolicy":"on-request","sandbox":"workspace-write"}""",
            cancellationToken);
        var threadId = thread["thread"]!["id"]!.GetValue<string>();
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
