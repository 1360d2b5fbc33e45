using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>A Codex of somebody else's over the same home, which has a thread open as long as it is not disposed.</summary>
internal sealed class OtherCodex : IAsyncDisposable
{
    private readonly Process _process;

    private OtherCodex(Process process) => _process = process;

    /// <summary>Starts it and lets it open the thread.</summary>
    public static async Task<OtherCodex> HoldAsync(TestFolder folder, string threadId, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Places.Codex, ["app-server"])
        {
            WorkingDirectory = folder.Workspace,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CODEX_HOME"] = folder.CodexHome;
        var other = new OtherCodex(Process.Start(start)!);
        other._process.ErrorDataReceived += static (_, _) => { };
        other._process.BeginErrorReadLine();
        await other.AskAsync(1, "initialize", new JsonObject { ["clientInfo"] = new JsonObject { ["name"] = "other", ["title"] = "Other", ["version"] = "1" } }, cancellationToken);
        await other.WriteAsync(new JsonObject { ["method"] = "initialized" }, cancellationToken);
        await other.AskAsync(2, "thread/resume", new JsonObject { ["threadId"] = threadId, ["excludeTurns"] = true }, cancellationToken);
        return other;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task AskAsync(int id, string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        await WriteAsync(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }, cancellationToken);
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            var message = JsonNode.Parse(line)!;
            if (message["id"] is JsonValue value && value.TryGetValue(out int answered) && answered == id && message["method"] is null)
            {
                Assert.True(message["error"] is null, line);
                return;
            }
        }

        Assert.Fail($"The other Codex ended before it answered {method}.");
    }

    private async Task WriteAsync(JsonObject message, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(message.ToJsonString().AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }
}
