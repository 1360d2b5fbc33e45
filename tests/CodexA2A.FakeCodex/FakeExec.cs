using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CodexA2A.FakeCodex;

/// <summary><c>command/exec</c> as a real process, without a sandbox; what it prints stands in the answer.</summary>
internal sealed class FakeExec(Wire wire)
{
    private readonly Dictionary<string, Process> _running = [];

    /// <summary>Starts it; the answer follows at its end.</summary>
    public void Start(JsonNode id, JsonObject parameters)
    {
        var command = parameters["command"]!.AsArray().Select(word => (string)word!).ToArray();
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = (string)parameters["cwd"]!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in parameters["env"] as JsonObject ?? [])
            start.Environment[name] = (string?)value;
        var process = Process.Start(start)!;
        lock (_running)
            _running[(string)parameters["processId"]!] = process;
        _ = AnswerAsync(id.DeepClone(), process);
    }

    /// <summary>Kills it, but nothing that it started; false when there is none.</summary>
    public bool Terminate(string processId)
    {
        lock (_running)
        {
            if (!_running.Remove(processId, out var process))
                return false;
            process.Kill();
            return true;
        }
    }

    private async Task AnswerAsync(JsonNode id, Process process)
    {
        // Before the end is waited for: a pipe that is full would put it off.
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        wire.Answer(id, new JsonObject { ["exitCode"] = process.ExitCode, ["stdout"] = await output, ["stderr"] = await errors });
    }
}
