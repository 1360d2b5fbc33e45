using System.Diagnostics;
using System.Text;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>A process that is measured: started with an environment of few names, its output kept for errors, killed at the end.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<string, bool>? _awaited;

    private Child(ProcessStartInfo start, bool readOutput, Func<string, bool>? awaited)
    {
        _awaited = awaited;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        _process.ErrorDataReceived += Keep;
        _process.BeginErrorReadLine();
        if (readOutput)
        {
            _process.OutputDataReceived += Keep;
            _process.BeginOutputReadLine();
        }
    }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What it printed so far, cut.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts a program; a .dll is run by dotnet.</summary>
    /// <param name="file">Path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="home">HOME.</param>
    /// <param name="environment">More variables.</param>
    /// <param name="readOutput">False: the caller reads <see cref="Output"/>.</param>
    /// <param name="awaited">The line that <see cref="LineAsync"/> waits for.</param>
    public static Child Start(
        string file, IEnumerable<string> arguments, string home, IReadOnlyDictionary<string, string>? environment = null,
        bool readOutput = true, Func<string, bool>? awaited = null)
    {
        var managed = file.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(managed ? "dotnet" : file, managed ? [file, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        var inherited = Environment.GetEnvironmentVariables();
        start.Environment.Clear();
        foreach (var name in new[] { "PATH", "LANG", "TMPDIR", "DOTNET_ROOT" })
        {
            if (inherited[name] is string value)
            {
                start.Environment[name] = value;
            }
        }

        start.Environment["HOME"] = home;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new Child(start, readOutput, awaited);
    }

    /// <summary>The awaited line.</summary>
    public Task<string> LineAsync(CancellationToken cancellationToken) => _line.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    /// <summary>Waits for its end, and for its last words.</summary>
    public Task EndAsync() => _process.WaitForExitAsync(CancellationToken.None);

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync(bool entireProcessTree)
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(entireProcessTree: true);
        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            if (_awaited?.Invoke(text) == true)
            {
                _line.TrySetResult(text);
            }

            lock (_said)
            {
                if (_said.Length < 64 * 1024)
                {
                    _said.AppendLine(text);
                }
            }
        }
    }
}
