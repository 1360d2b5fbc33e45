using System.CommandLine;
using System.Text;
using CodexA2A.Cli.Calls;
using CodexA2A.Cli.Client;
using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Commands;

/// <summary><c>codex-a2a call URL TEXT</c>: sends a message to an agent and prints its answer as it comes.</summary>
internal static class CallCommand
{
    /// <summary>What is said of one that <see cref="ReadUrl"/> refuses; not the text, there may be a password in it.</summary>
    internal const string NoUrl = "URL must be an http or https address without a user name.";

    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(12);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var url = new Argument<string>("URL") { Description = "Address of the agent, with or without /.well-known/agent-card.json." };
        var text = new Argument<string>("TEXT") { Description = "The message; - reads it from standard input." };
        var token = CallerToken.Option();
        var approve = new Option<string>("--approve") { Description = "What to answer when the agent wants a permission.", DefaultValueFactory = _ => "ask" };
        approve.AcceptOnlyFromAmong("ask", "yes", "no");
        var json = new Option<bool>("--json") { Description = "Print each event as a line of JSON instead." };
        var context = new Option<string?>("--context") { Description = "Context id of an earlier call, to go on with its conversation." };
        var command = new Command("call", "Send a message to an A2A agent and print what it does, live. Ctrl-C cancels the task.")
        {
            url, text, token, approve, json, context,
        };
        command.SetAction((parsed, _) => RunAsync(new Arguments(
            parsed.GetRequiredValue(url),
            parsed.GetRequiredValue(text),
            CallerToken.Of(parsed.GetValue(token)),
            Enum.Parse<ApproveMode>(parsed.GetRequiredValue(approve), ignoreCase: true),
            parsed.GetValue(json),
            parsed.GetValue(context))));
        return command;
    }

    private static async Task<int> RunAsync(Arguments arguments)
    {
        if (ReadUrl(arguments.Url) is not { } url)
        {
            await Console.Error.WriteLineAsync(NoUrl);
            return ExitCodes.Usage;
        }

        if (arguments.Token.Problem is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return ExitCodes.Usage;
        }

        var text = arguments.Text == "-" ? await Console.In.ReadToEndAsync() : arguments.Text;
        using var signals = new StopSignals();
        try
        {
            using var agent = await AgentConnection.OpenAsync(url, arguments.Token.Value, new ClientLimits(), signals.Token);
            return await CallAsync(agent, arguments, text, signals.Token);
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

    private static async Task<int> CallAsync(AgentConnection agent, Arguments arguments, string text, CancellationToken cancellationToken)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = TerminalWriter.ForConsole();
        var printer = new TurnPrinter(output);
        var limits = new ClientLimits();
        var follower = new TurnFollower(agent, limits, TimeProvider.System)
        {
            OnReconnect = (number, reason) => Console.Error.WriteLine(TerminalWriter.Safe($"(connection lost, try {number}: {reason})")),
        };
        // Among the events of --json no prompt may stand.
        var person = arguments.Json ? TerminalWriter.ForErrors() : output;
        IAnswers answers = arguments.Approve == ApproveMode.Ask
            ? new TerminalAnswers(person, Console.In)
            : new FixedAnswers(arguments.Approve == ApproveMode.Yes);
        Action<ReceivedEvent> show = arguments.Json ? received => ShowJson(received, person) : received => printer.Print(received.Event);
        var call = new CallSession(agent, follower, answers, show);
        try
        {
            var code = await call.RunAsync(text, arguments.Context, cancellationToken);
            if (code == ExitCodes.Waiting)
            {
                await Console.Error.WriteLineAsync($"Task {call.TaskId} waits for an answer; nobody is here to give it (see --approve).");
            }

            return code;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await call.CancelAsync(CancelLimit);
            throw;
        }
    }

    private static void ShowJson(ReceivedEvent received, TerminalWriter person)
    {
        Console.Out.WriteLine(received.Json);
        if (received.State is { IsInterrupted: true } && (received.Event.StatusUpdate?.Status ?? received.Event.Task?.Status)?.Message is { } asked)
        {
            person.Line(TurnPrinter.TextOf(asked), Tone.Ask);
        }
    }

    /// <summary>The URL of an agent, as people type it; null of what is none, or has a user name: what is secret in it would be shown.</summary>
    internal static Uri? ReadUrl(string text)
    {
        var at = text.IndexOf("/.well-known/", StringComparison.Ordinal);
        var plain = at < 0 ? text : text[..(at + 1)];
        var whole = plain.Contains("://", StringComparison.Ordinal);
        // "unix:/x" is of another kind, and would be read as a host without its port.
        var colon = whole || plain.StartsWith('[') ? -1 : plain.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 || (colon + 1 < plain.Length && char.IsAsciiDigit(plain[colon + 1])) || plain.AsSpan(0, colon).Contains('/'))
            && Uri.TryCreate(whole ? plain : $"http://{plain}", UriKind.Absolute, out var url)
            && url is { Scheme: "http" or "https", Host.Length: > 0, UserInfo.Length: 0 } ? url : null;
    }

    private sealed record Arguments(string Url, string Text, CallerToken Token, ApproveMode Approve, bool Json, string? Context);
}
