using System.Diagnostics;

namespace CodexA2A.Chaos.Tests.Agents;

/// <summary>An agent as the test has it: a process of its own, ended by its pid at the latest when this is disposed of.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private AgentProcess(string id, Process process)
    {
        (Id, _process) = (id, process);
        _errors = process.StandardError.ReadToEndAsync();
    }

    public string Id { get; }

    public int ProcessId => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts it.</summary>
    /// <param name="settings">The agent's.</param>
    /// <param name="seam">Settings of the seam, as <c>section:name=value</c>.</param>
    public static AgentProcess Start(AgentSettings settings, IEnumerable<string> seam)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardError = true };
        // Run by "dotnet x.dll" the process is dotnet itself.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(AgentProcess).Assembly.Location);
        }

        foreach (var argument in (string[])[AgentHost.Argument, .. settings.ToArguments(), .. seam.Select(setting => "--" + setting)])
        {
            start.ArgumentList.Add(argument);
        }

        // Several on a machine with two cores: what each saves the others have.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new AgentProcess(settings.Id, Process.Start(start)!);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end its turns and itself.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(EndLimit, cancellationToken);
        Assert.True(_process.ExitCode == 0, $"{Id} ended with {_process.ExitCode}: {await _errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        await _errors;
        _process.Dispose();
    }
}
