using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Policies;

namespace CodexA2A.Runner.Sandbox;

/// <summary>Tries each mode that a principal has by itself, where it was not tried yet with the same Codex and the same policy; one call at a time.</summary>
internal sealed class SandboxTries(SandboxTrial trial, SandboxFindings findings, CodexHome home, TimeProvider time)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private volatile string? _stamp;

    /// <summary>Codex's configuration is another one than that of the last try.</summary>
    public bool IsChanged() => _stamp is { } stamp && stamp != home.Stamp();

    /// <summary>What is known of a policy's mode need not hold any more. What a person mends shall work without a restart.</summary>
    public bool IsStale(PrincipalPolicy policy) =>
        IsChanged() || (findings.Of(policy) is { Holds: not SandboxReport.Yes } report && time.GetUtcNow() - report.TriedAt > Again);

    /// <summary>Tries them with a process.</summary>
    /// <param name="client">The process.</param>
    /// <param name="stop">Ends the trying.</param>
    public async Task RunAsync(AppServerClient client, CancellationToken stop)
    {
        foreach (var mode in findings.Modes)
        {
            await RunAsync(client, mode, stop);
        }
    }

    /// <summary>None could be tried: what was shown before need not hold any more, and what is not known is tried again.</summary>
    public void Fail()
    {
        foreach (var mode in findings.Modes)
        {
            Fail(mode, trial.Assumed(mode), "It could not be tried; the service's log says why.");
        }
    }

    private async Task RunAsync(AppServerClient client, string? mode, CancellationToken stop)
    {
        var stamp = home.Stamp();
        using var limit = new CancellationTokenSource(SandboxTrial.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        SandboxSubject? subject = null;
        try
        {
            subject = await trial.SubjectAsync(client, mode, either.Token);
            var key = $"{client.Version} {subject.Key}";
            if (key == _keys.GetValueOrDefault(mode ?? "") && findings.OfMode(mode) is { Holds: SandboxReport.Yes or SandboxReport.Nothing })
            {
                _stamp = stamp;
                return;
            }

            findings.Tell(mode, subject, await trial.RunAsync(client, subject, either.Token));
            (_keys[mode ?? ""], _stamp) = (key, stamp);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            _stamp = stamp;
            Fail(mode, subject ?? trial.Assumed(mode), "Codex did not answer in time.");
        }
        catch (AppServerDiedException)
        {
            // Its successor is tried.
        }
    }

    private void Fail(string? mode, SandboxSubject subject, string problem) => findings.Tell(mode, subject, trial.Failed(subject, problem));
}
