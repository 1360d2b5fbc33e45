using CodexA2A.Cli.Commands;

namespace CodexA2A.Cli;

/// <summary>The command <c>codex-a2a</c>; each subcommand is a file in Commands.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => CommandTree.RunAsync(args);
}
