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
        var command = new Command("doctor", "Say what `serve` would find on this machine: what is present, what is missing, one fix each.");
        service.AddTo(command);
        command.SetAction((parsed, _) => service.Collect(parsed, Console.Error) is var (settings, environment)
            ? RunAsync(settings, environment)
            : Task.FromResult(ExitCodes.Usage));
        return command;
    }

    private static async Task<int> RunAsync(ServiceSettings settings, EnvironmentTranslation environment)
    {
        using var signals = new StopSignals();
        try
        {
            var facts = await MachineProbe.CollectAsync(settings, environment, signals.Token);
            return FindingPrinter.Print(Diagnosis.Of(facts), TerminalWriter.ForConsole());
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }
}
