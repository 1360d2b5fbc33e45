using System.CommandLine;
using CodexA2A.Cli.Client;
using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Commands;

/// <summary><c>codex-a2a forget CONTEXT</c>: has a context deleted for good and prints the proof.</summary>
internal static class ForgetCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var context = new Argument<string>("CONTEXT") { Description = "The context id, as tasks and `call --context` have it." };
        var url = new Option<string>("--url") { Description = "Address of the agent.", DefaultValueFactory = _ => "http://127.0.0.1:8000" };
        var token = CallerToken.Option();
        var command = new Command("forget", "Delete a context for good: tasks, logs, questions and the Codex thread. Fails if anything of it remains.") { context, url, token };
        command.SetAction((parsed, _) => RunAsync(parsed.GetRequiredValue(context), parsed.GetRequiredValue(url), CallerToken.Of(parsed.GetValue(token))));
        return command;
    }

    private static async Task<int> RunAsync(string context, string address, CallerToken token)
    {
        if (CallCommand.ReadUrl(address) is not { } url)
        {
            await Console.Error.WriteLineAsync(CallCommand.NoUrl);
            return ExitCodes.Usage;
        }

        if (token.Problem is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return ExitCodes.Usage;
        }

        using var signals = new StopSignals();
        try
        {
            using var agent = await AgentConnection.OpenAsync(url, token.Value, new ClientLimits(), signals.Token);
            var proof = ForgetProofText.Read(await agent.ForgetAsync(context, signals.Token));
            foreach (var line in proof.Lines)
            {
                Console.Out.WriteLine(TerminalWriter.Safe(line));
            }

            return proof.IsComplete ? ExitCodes.Ok : ExitCodes.Failed;
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
    }
}
