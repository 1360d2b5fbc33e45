using System.CommandLine;
using CodexA2A.Cli.Configuration;
using CodexA2A.Cli.Hosting;

namespace CodexA2A.Cli.Commands;

/// <summary><c>codex-a2a serve</c>: the whole service in one process.</summary>
internal static class ServeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var service = new ServiceOptions();
        var model = new Option<string?>("--model")
        {
            Description = "scripted: answer from a script instead of a model, for tests of clients. Default: what Codex is logged in to.",
        };
        model.AcceptOnlyFromAmong(ScriptedCodex.Source);
        var command = new Command("serve", "Serve Codex over A2A: JSON-RPC and HTTP+JSON, in one process.") { model };
        service.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(service.Read(parsed, Console.Error), parsed.GetValue(model) is not null));
        return command;
    }

    private static async Task<int> RunAsync(Dictionary<string, string?>? settings, bool useScript)
    {
        if (settings is null)
        {
            return ExitCodes.Usage;
        }

        using var start = new StopSignals();
        try
        {
            await using var service = await StartAsync(settings, useScript, start.Token);
            Console.WriteLine($"{(useScript ? "Codex with the scripted model" : "Codex")} is served on {string.Join(", ", service.Addresses)}");
            Console.WriteLine($"card: {new Uri(service.LocalAddress, ".well-known/agent-card.json")}");
            Console.WriteLine("Ctrl-C stops it.");
            await service.WaitForStopAsync();
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (start.Token.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (StartFailure.From(e) is { } failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return failure.ExitCode;
        }
    }

    /// <summary>Gets Codex ready, the scripted model if wanted, and starts the service.</summary>
    internal static async Task<RunningService> StartAsync(
        Dictionary<string, string?> settings, bool useScript, CancellationToken cancellationToken)
    {
        await CodexPreparation.RunAsync(settings, Console.Error, cancellationToken);
        ScriptedCodex? scripted = null;
        if (useScript)
        {
            var data = DataFolder.Make(DataFolder.Choose(settings.GetValueOrDefault("A2A:DataDirectory")));
            scripted = await ScriptedCodex.StartAsync(data, cancellationToken);
            foreach (var (key, value) in scripted.Settings)
            {
                settings[key] = value;
            }
        }

        return await RunningService.StartAsync(settings, scripted, cancellationToken);
    }
}
