using System.CommandLine;

namespace CodexA2A.Cli.Commands;

/// <summary>All subcommands.</summary>
internal static class CommandTree
{
    /// <summary>The command line as a whole.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Puts OpenAI's Codex behind the A2A (Agent2Agent) protocol.")
        {
            ServeCommand.Create(),
            DemoCommand.Create(),
            CallCommand.Create(),
            ForgetCommand.Create(),
            CardCommand.Create(),
            DoctorCommand.Create(),
            TokenCommand.Create(),
            ProbeCommand.Create(),
        };
        // As the predecessor took it.
        root.Options.OfType<VersionOption>().Single().Aliases.Add("-v");
        return root;
    }

    /// <summary>Parses and runs.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var parsed = Create().Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration
        {
            // Signals are the commands' own business: a server drains, a call cancels its task.
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        });
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
    }
}
