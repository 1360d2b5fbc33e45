using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>The service as a process of its own, so that it can be killed. One data directory, one port over all its starts.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const int FirstPort = 20_000;
    private const int Ports = 12_000;

    /// <summary>More than any test's service prints: who looks for something in it must have all of it.</summary>
    private const int MaxOutput = 4 * 1024 * 1024;
    private static int _ports = Random.Shared.Next(Ports);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>Longer than running turns may go on by default.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);

    private readonly string? _program;
    private readonly string? _flag;
    private readonly string _role;
    private readonly Dictionary<string, string?> _settings;
    private readonly StringBuilder _output = new();
    private Process? _process;

    /// <param name="folder">Its folders.</param>
    /// <param name="settings">Its settings, as environment variables.</param>
    /// <param name="role">Which parts it is: all, api or runner.</param>
    /// <param name="program">A program that is this part and nothing else, without arguments; null for the command.</param>
    /// <param name="flag">An option of <c>serve</c> in place of the role.</param>
    public ServiceProcess(TestFolder folder, IReadOnlyDictionary<string, string?> settings, string role = "all", string? program = null, string? flag = null)
    {
        _flag = flag;
        _program = program;
        Port = FreePort();
        _role = role;
        _settings = new Dictionary<string, string?>(settings)
        {
            [role == "runner" ? "Runner__Management__Port" : "A2A__Port"] = $"{Port}",
            ["A2A__BearerToken"] = Token,
            ["A2A__DataDirectory"] = folder.Data,
            ["Runner__WorkspaceRoot"] = folder.Workspace,
            ["Codex__Executable"] = Places.Codex,
            ["Codex__Home"] = folder.CodexHome,
            ["Codex__AgentHome"] = folder.AgentHome,
            ["Codex__SandboxMode"] = "workspace-write",
            ["Codex__ApprovalPolicy"] = "on-request",
        }.Concat(settings).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value);
    }

    public static string Token => "test-token-0123456789abcdef";

    public int Port { get; }

    /// <summary>The folder of its <c>--secrets</c>; null for none.</summary>
    public string? Secrets { get; init; }

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    public int ProcessId => _process!.Id;

    public bool HasExited => _process!.HasExited;

    /// <summary>Everything it printed so far; for the message of a failing test.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Changes a setting for its next start.</summary>
    public void Set(string name, string? value) => _settings[name] = value;

    /// <summary>Starts it and returns when its card is served, or of a runner when it serves at all.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true };
        var program = _program ?? Places.Service;
        var needsRuntime = program.EndsWith(".dll", StringComparison.Ordinal);
        start.FileName = needsRuntime ? "dotnet" : program;
        string[] arguments = [.. needsRuntime ? [program] : Array.Empty<string>(), .. _program is null ? ["serve", .. _flag is null ? ["--role", _role] : (string[])[_flag], .. Secrets is null ? [] : (string[])["--secrets", Secrets]] : Array.Empty<string>()];
        Array.ForEach(arguments, start.ArgumentList.Add);
        Places.RemoveOwnVariables(start.Environment);
        foreach (var (key, value) in _settings)
        {
            start.Environment[key] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitForAnswerAsync(cancellationToken);
    }

    /// <summary>SIGKILL, as a crash would.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="withCodex">Everything it started dies with it, as in a container.</param>
    public async Task KillAsync(CancellationToken cancellationToken, bool withCodex = false)
    {
        _process!.Kill(entireProcessTree: withCodex);
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>SIGTERM: it is asked to stop.</summary>
    public Task AskToStopAsync(CancellationToken cancellationToken) => SignalAsync("TERM", cancellationToken);

    /// <summary>SIGSTOP: it stands still, and what it started goes on.</summary>
    public Task FreezeAsync(CancellationToken cancellationToken) => SignalAsync("STOP", cancellationToken);

    /// <summary>SIGCONT: it goes on, and does not know that it stood still.</summary>
    public Task ThawAsync(CancellationToken cancellationToken) => SignalAsync("CONT", cancellationToken);

    private async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{ProcessId}"]);
        await kill.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for its end; the exit code.</summary>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await _process!.WaitForExitAsync(cancellationToken).WaitAsync(EndLimit, cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Returns when it has printed these words; fails when it ends without them or says nothing of the kind for too long.</summary>
    public async Task PrintedAsync(string words, CancellationToken cancellationToken)
    {
        try
        {
            await Waiting.ForAsync(() => Output.Contains(words, StringComparison.Ordinal) || _process!.HasExited, cancellationToken);
            if (_process!.HasExited)
            {
                // Its last lines may still be on their way.
                await EndAsync(cancellationToken);
            }
        }
        catch (TimeoutException)
        {
            // What it printed instead says more.
        }

        if (!Output.Contains(words, StringComparison.Ordinal))
        {
            Assert.Fail($"The service did not print \"{words}\":\n{Output}");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } running)
        {
            running.Kill(entireProcessTree: true);
            await running.WaitForExitAsync(CancellationToken.None);
        }

        _process?.Dispose();
    }

    private async Task WaitForAnswerAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        using var http = new HttpClient { BaseAddress = Address };
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            Assert.False(_process!.HasExited, $"The service ended at its start:\n{Output}");
            try
            {
                using var response = await http.GetAsync(_role == "runner" ? "alive" : ".well-known/agent-card.json", limit.Token);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet listening.
            }
        }
        while (await pause.WaitForNextTickAsync(limit.Token));
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            if (_output.Length < MaxOutput)
            {
                _output.AppendLine(line.Data);
            }
        }
    }

    /// <summary>One below those that the system gives to connections, and to whoever asks for any: until the service has it nobody else takes it by chance.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (int)((uint)Interlocked.Increment(ref _ports) % Ports);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
