using System.CommandLine;
using System.Text;
using CodexA2A.Cli.Calls;
using CodexA2A.Cli.Client;
using CodexA2A.Cli.Configuration;
using CodexA2A.Cli.Hosting;
using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Commands;

/// <summary><c>codex-a2a demo</c>: the real Codex with a scripted model, and one message to see it work. Needs no key.</summary>
internal static class DemoCommand
{
    private const string Text = "Show me what you can do.";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var service = new ServiceOptions();
        var once = new Option<bool>("--once") { Description = "End after the turn; the exit code is 0 if it completed." };
        var scripts = ServeCommand.ScriptsOption();
        var command = new Command("demo", "Start the real Codex with a scripted model, send it one message over A2A and show the turn.") { once, scripts };
        service.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(
            service.Read(parsed, Console.Error), new ServeCommand.Script(parsed.GetValue(scripts)), parsed.GetValue(once)));
        return command;
    }

    private static async Task<int> RunAsync(ServiceSettings? settings, ServeCommand.Script script, bool once)
    {
        if (settings is null)
        {
            return ExitCodes.Usage;
        }

        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var signals = new StopSignals();
        try
        {
            var token = await ConfigureAsync(settings, signals.Token);
            if (!await ServeCommand.PrepareAsync(settings, ServiceForm.Single, signals.Token))
            {
                return ExitCodes.Failed;
            }

            await using var service = await ServeCommand.StartAsync(settings, ServiceForm.Single, script, signals.Token);
            var output = TerminalWriter.ForConsole();
            DemoText.Head(output, service.LocalAddress, settings["Runner:WorkspaceRoot"]!, Text);
            var code = await SendAsync(service, token, output, signals.Token);
            if (!once && code == ExitCodes.Ok)
            {
                DemoText.Foot(output, service.LocalAddress, token);
                await service.WaitForStopAsync();
            }

            return code;
        }
        catch (AgentCallException e)
        {
            await Console.Error.WriteLineAsync(TerminalWriter.Safe(e.Message));
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (StartFailure.From(e) is { } failure)
        {
            await Console.Error.WriteLineAsync(settings.Explain(failure.Message));
            return failure.ExitCode;
        }
    }

    /// <summary>Fills in what was not given: a data folder and a workspace of the demo's own, and a random token.</summary>
    private static async Task<string> ConfigureAsync(Dictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        // Beside the data of a service that may run on this machine, never in it.
        var data = Path.Combine(settings["A2A:DataDirectory"]!, "demo");
        settings["A2A:DataDirectory"] = data;
        settings["Codex:DataDirectory"] = data;
        if (!settings.ContainsKey("Runner:WorkspaceRoot"))
        {
            var workspace = await DemoWorkspace.PrepareAsync(Path.Combine(data, "workspace"), cancellationToken);
            settings["Runner:WorkspaceRoot"] = settings["A2A:WorkspaceRoot"] = workspace;
        }

        // Its own message goes to the address it listens on, wherever the service of this environment is reached.
        settings["A2A:PublicUrl"] = "";
        settings.TryAdd("Codex:SandboxMode", "workspace-write");
        settings.TryAdd("Codex:ApprovalPolicy", "on-request");
        // Between the lines of the turn a warning would only confuse.
        settings.TryAdd("Logging:LogLevel:Default", "Error");
        settings.TryAdd("A2A:Title", "Codex A2A demo");
        settings.TryAdd("A2A:BearerToken", TokenCommand.Random());
        return settings["A2A:BearerToken"]!;
    }

    private static async Task<int> SendAsync(RunningService service, string token, TerminalWriter output, CancellationToken cancellationToken)
    {
        var limits = new ClientLimits();
        using var agent = await AgentConnection.OpenAsync(service.LocalAddress, token, limits, cancellationToken);
        var printer = new TurnPrinter(output);
        var call = new CallSession(
            agent,
            new TurnFollower(agent, limits, TimeProvider.System),
            new TerminalAnswers(output, Console.In),
            received => printer.Print(received.Event));
        return await call.RunAsync(Text, context: null, cancellationToken);
    }
}
