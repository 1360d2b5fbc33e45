using System.Diagnostics;
using System.Text.Json.Nodes;
using CodexA2A.ScriptedModel.Codex;

namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>A real <c>codex app-server</c> on stdio, driven with raw JSON lines. Everything it says is kept.</summary>
internal sealed class CodexProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly Task reading;
    private readonly Lock guard = new();
    private readonly List<CodexLine> lines = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int nextId;
    private bool ended;

    private CodexProcess(Process process)
    {
        this.process = process;
        reading = Task.Run(ReadAsync);
    }

    /// <summary>Starts Codex with a home of its own and says hello.</summary>
    /// <param name="folders">Where it lives.</param>
    /// <param name="config">What it is told by arguments; null if its home holds a configuration.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="variables">Its environment besides PATH and the homes.</param>
    public static async Task<CodexProcess> StartAsync(
        CodexFolders folders,
        CodexConfig? config,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? variables = null)
    {
        if (config is not null)
        {
            await config.WriteCatalogAsync(cancellationToken);
        }

        string[] arguments = ["app-server", .. config?.ToArguments() ?? [], "-c", "features.shell_snapshot=false"];
        var start = new ProcessStartInfo(CodexBinary.Find(), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folders.Root,
        };
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["HOME"] = folders.Home;
        start.Environment["CODEX_HOME"] = folders.CodexHome;
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("Codex did not start.");
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var codex = new CodexProcess(process);
        await codex.CallAsync(
            "initialize",
            """{"clientInfo":{"name":"tests","title":"Tests","version":"1"},"capabilities":{"experimentalApi":true}}""",
            cancellationToken);
        await codex.WriteAsync("""{"method":"initialized"}""");
        return codex;
    }

    /// <summary>How many lines have come so far; the position for reading what comes next.</summary>
    public int Position
    {
        get
        {
            lock (guard)
            {
                return lines.Count;
            }
        }
    }

    /// <summary>Sends a request and gives the result.</summary>
    public async Task<JsonObject> CallAsync(string method, string parameters, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref nextId);
        var from = Position;
        await WriteAsync($$"""{"id":{{id}},"method":"{{method}}","params":{{parameters}}}""");
        var (_, line) = await NextAsync(from, line => line.Method is null && line.Id == id, cancellationToken);
        return line.Json["result"] as JsonObject
            ?? throw new InvalidOperationException($"{method} failed: {line.Json["error"]}");
    }

    /// <summary>Answers a request of Codex.</summary>
    public Task AnswerAsync(CodexLine request, string result) =>
        WriteAsync($$"""{"id":{{request.Json["id"]}},"result":{{result}}}""");

    /// <summary>The first line at or after a position that fits, and the position behind it.</summary>
    public async Task<(int Next, CodexLine Line)> NextAsync(
        int from, Func<CodexLine, bool> match, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        while (true)
        {
            Task more;
            lock (guard)
            {
                for (; from < lines.Count; from++)
                {
                    if (match(lines[from]))
                    {
                        return (from + 1, lines[from]);
                    }
                }

                if (ended)
                {
                    throw new InvalidOperationException("Codex ended before it said what the test waits for.");
                }

                more = changed.Task;
            }

            try
            {
                await more.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"Codex did not say it within {Limit.TotalSeconds:0} s. It said last: {LastLines()}");
            }
        }
    }

    /// <summary>All lines from a position up to another.</summary>
    public IReadOnlyList<CodexLine> Lines(int from, int to)
    {
        lock (guard)
        {
            return lines[from..to];
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        await reading;
        process.Dispose();
    }

    private string LastLines()
    {
        lock (guard)
        {
            return string.Join('\n', lines.TakeLast(3).Select(line => line.Text));
        }
    }

    private async Task WriteAsync(string line)
    {
        // Codex ignores a line that is not JSON; a test shall not wait for its answer.
        await process.StandardInput.WriteAsync(JsonNode.Parse(line)!.ToJsonString() + "\n");
        await process.StandardInput.FlushAsync();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } text)
        {
            Add(new CodexLine(text));
        }

        Add(null);
    }

    private void Add(CodexLine? line)
    {
        TaskCompletionSource signal;
        lock (guard)
        {
            if (line is null)
            {
                ended = true;
            }
            else
            {
                lines.Add(line);
            }

            signal = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        signal.TrySetResult();
    }
}
