using System.CommandLine;
using CodexA2A.Cli.Configuration;
using CodexA2A.Cli.Hosting;

namespace CodexA2A.Cli.Commands;

/// <summary><c>codex-a2a serve</c>: the whole service in one process, or one part of it.</summary>
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
        var role = new Option<ServiceRole>("--role")
        {
            Description = "all: Api and runner in one process. api, runner: that part alone, any number of each, with Redis between them (ConnectionStrings__redis). Default: all.",
            HelpName = "all|api|runner",
        };
        var conformance = new Option<bool>("--conformance")
        {
            Description = "Serve a small scripted agent in Codex's place, for the official A2A compatibility kit; in the environment Development only.",
        };
        var command = new Command("serve", "Serve Codex over A2A: JSON-RPC and HTTP+JSON.") { role, model, scripts, conformance };
        command.Validators.Add(result =>
        {
            if (result.GetValue(scripts) is not null && result.GetValue(model) is null)
            {
                result.AddError("--scripts needs --model scripted.");
            }

            if (result.GetValue(conformance) && (result.GetValue(model) is not null || result.GetValue(role) != ServiceRole.All))
            {
                result.AddError("--conformance is a service of its own: it takes neither --role nor --model.");
            }
        });
        service.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(
            service.Read(parsed, Console.Error, parsed.GetValue(role)),
            parsed.GetValue(role),
            parsed.GetValue(conformance),
            parsed.GetValue(model) is null ? null : new Script(parsed.GetValue(scripts))));
        return command;
    }

    /// <summary>What plays the model when no real one does.</summary>
    /// <param name="Folder">Further scenarios; null when there are none.</param>
    internal sealed record Script(string? Folder);

    /// <summary><c>--scripts FOLDER</c>.</summary>
    internal static Option<string?> ScriptsOption() =>
        new("--scripts") { Description = "Folder of *.script files: further scenarios of the scripted model.", HelpName = "FOLDER" };

    private static async Task<int> RunAsync(ServiceSettings? settings, ServiceRole role, bool conformance, Script? script)
    {
        if (settings is null)
        {
            return ExitCodes.Usage;
        }

        using var start = new StopSignals();
        try
        {
            var form = ServiceForm.Of(role, settings) with { IsConformance = conformance };
            if (conformance)
            {
                // Beside the data of a service that may run on this machine, never in it.
                settings["A2A:DataDirectory"] = Path.Combine(settings["A2A:DataDirectory"]!, "conformance");
            }

            // Without a Codex the service starts all the same: /ready says what is missing until somebody mends it.
            await PrepareAsync(settings, form, start.Token);
            await using var service = await StartAsync(settings, form, script, start.Token);
            foreach (var line in ServeText.Lines(service, script is not null))
            {
                Console.WriteLine(line);
            }

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
    internal static Task<bool> PrepareAsync(Dictionary<string, string?> settings, ServiceForm form, CancellationToken cancellationToken)
    {
        ServiceHost.Check(settings, form);
        return form.HasRunner ? CodexPreparation.RunAsync(settings, Console.Error, cancellationToken) : Task.FromResult(true);
    }

    /// <summary>After <see cref="PrepareAsync"/>: starts the scripted model, if wanted, and the service.</summary>
    internal static async Task<RunningService> StartAsync(
        Dictionary<string, string?> settings, ServiceForm form, Script? script, CancellationToken cancellationToken)
    {
        ScriptedCodex? scripted = null;
        if (script is not null && form.HasRunner)
        {
            var data = DataFolder.Make(DataFolder.Choose(settings.GetValueOrDefault("A2A:DataDirectory")));
            scripted = await ScriptedCodex.StartAsync(data, script.Folder, CodexPreparation.Options(settings).Model, cancellationToken);
            foreach (var (key, value) in scripted.Settings)
            {
                settings[key] = value;
            }
        }
        else if (script is not null)
        {
            // The model is the runners'; what the card says of it is ours.
            settings["A2A:ModelSource"] = ScriptedCodex.Source;
        }

        return await RunningService.StartAsync(settings, form, scripted, cancellationToken);
    }
}
