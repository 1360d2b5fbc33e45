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
        var scripts = ScriptsOption();
        var command = new Command("serve", "Serve Codex over A2A: JSON-RPC and HTTP+JSON, in one process.") { model, scripts };
        command.Validators.Add(result =>
        {
            if (result.GetValue(scripts) is not null && result.GetValue(model) is null)
            {
                result.AddError("--scripts needs --model scripted.");
            }
        });
        service.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(
            service.Read(parsed, Console.Error), parsed.GetValue(model) is null ? null : new Script(parsed.GetValue(scripts))));
        return command;
    }

    /// <summary>What plays the model when no real one does.</summary>
    /// <param name="Folder">Further scenarios; null when there are none.</param>
    internal sealed record Script(string? Folder);

    /// <summary><c>--scripts FOLDER</c>.</summary>
    internal static Option<string?> ScriptsOption() =>
        new("--scripts") { Description = "Folder of *.script files: further scenarios of the scripted model.", HelpName = "FOLDER" };

    private static async Task<int> RunAsync(ServiceSettings? settings, Script? script)
    {
        if (settings is null)
        {
            return ExitCodes.Usage;
        }

        using var start = new StopSignals();
        try
        {
            // Without a Codex the service starts all the same: /ready says what is missing until somebody mends it.
            await PrepareAsync(settings, start.Token);
            await using var service = await StartAsync(settings, script, start.Token);
            Console.WriteLine($"{(script is not null ? "Codex with the scripted model" : "Codex")} is served on {string.Join(", ", service.Addresses)}");
            Console.WriteLine($"card: {new Uri(service.LocalAddress, ".well-known/agent-card.json")}");
            if (service.UnreachableCard is { } url)
            {
                Console.WriteLine($"The card sends clients to {url}, which only this machine reaches: set A2A:PublicUrl (A2A_PUBLIC_URL) to the address that they use.");
            }

            Console.WriteLine("Ctrl-C stops it.");
            return await service.WaitForStopAsync() ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (start.Token.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (StartFailure.From(e) is { } failure)
        {
            await Console.Error.WriteLineAsync(settings.Explain(failure.Message));
            return failure.ExitCode;
        }
    }

    /// <summary>Checks the settings, before anything is installed or started, and gets Codex ready.</summary>
    /// <returns>False when there is no Codex; what to do about it was told.</returns>
    internal static Task<bool> PrepareAsync(Dictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        ServiceHost.Check(settings);
        return CodexPreparation.RunAsync(settings, Console.Error, cancellationToken);
    }

    /// <summary>After <see cref="PrepareAsync"/>: starts the scripted model, if wanted, and the service.</summary>
    internal static async Task<RunningService> StartAsync(
        Dictionary<string, string?> settings, Script? script, CancellationToken cancellationToken)
    {
        ScriptedCodex? scripted = null;
        if (script is not null)
        {
            var data = DataFolder.Make(DataFolder.Choose(settings.GetValueOrDefault("A2A:DataDirectory")));
            scripted = await ScriptedCodex.StartAsync(data, script.Folder, CodexPreparation.Options(settings).Model, cancellationToken);
            foreach (var (key, value) in scripted.Settings)
            {
                settings[key] = value;
            }
        }

        return await RunningService.StartAsync(settings, scripted, cancellationToken);
    }
}
