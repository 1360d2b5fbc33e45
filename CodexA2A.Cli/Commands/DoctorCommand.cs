using System.CommandLine;
using CodexA2A.Cli.Configuration;
using CodexA2A.Cli.Doctor;
using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Commands;

/// <summary><c>codex-a2a doctor</c>: what is there, what is missing, and what to do about it.</summary>
internal static class DoctorCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var service = new ServiceOptions();
        var redis = new Option<bool>("--redis")
        {
            Description = "Look at the Redis of a fleet (ConnectionStrings__redis) instead: version, persistence, eviction, clock, partitions.",
        };
        var command = new Command("doctor", "Say what `serve` would find on this machine: what is present, what is missing, one fix each.") { redis };
        service.AddTo(command);
        command.SetAction((parsed, _) => service.Collect(parsed, Console.Error) is var (settings, environment)
            ? RunAsync(settings, environment, parsed.GetValue(redis))
            : Task.FromResult(ExitCodes.Usage));
        return command;
    }

    private static async Task<int> RunAsync(ServiceSettings settings, EnvironmentTranslation environment, bool redis)
    {
        using var signals = new StopSignals();
        try
        {
            var findings = redis
                ? await RedisDiagnosis.RunAsync(settings, signals.Token)
                : Diagnosis.Of(await MachineProbe.CollectAsync(settings, environment, signals.Token));
            return FindingPrinter.Print(findings, TerminalWriter.ForConsole());
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }
}
