namespace CodexA2A.Cli;

/// <summary>How this program is called by whoever runs it: there is no command <c>codex-a2a</c> behind <c>./run.sh</c>.</summary>
internal static class OwnCommand
{
    /// <summary>Set by run.sh to its own name.</summary>
    public const string Variable = "CODEX_A2A_COMMAND";

    /// <summary>What to type before a subcommand.</summary>
    public static string Name { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : "codex-a2a";
}
