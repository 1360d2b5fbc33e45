using CodexA2A.Runner;
using CodexA2A.Runner.AppServer;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace CodexA2A.Cli.Hosting;

/// <summary>Installs the pinned Codex before the service starts, where nobody can watch a log, and shows how it goes.</summary>
internal static class CodexPreparation
{
    /// <summary>The Codex settings, read as the runner will read them.</summary>
    public static CodexOptions Options(IReadOnlyDictionary<string, string?> settings)
    {
        var options = new CodexOptions();
        try
        {
            new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(settings).Build()
                .GetSection(CodexOptions.Section).Bind(options);
        }
        catch (InvalidOperationException)
        {
            // A value that cannot be read: the start refuses it, the doctor names it; the settings before it hold.
        }

        return options;
    }

    /// <summary>Makes sure that there is a Codex.</summary>
    /// <returns>False when there is none; what to do about it was written to <paramref name="output"/>.</returns>
    public static async Task<bool> RunAsync(
        IReadOnlyDictionary<string, string?> settings, TextWriter output, CancellationToken cancellationToken)
    {
        var environment = LaunchPlanner.ParentEnvironment();
        try
        {
            var locator = new CodexLocator(TimeProvider.System, NullLogger<CodexLocator>.Instance);
            if (await locator.FindAsync(Options(settings), environment, cancellationToken) is null)
            {
                await InstallAsync(environment, output, cancellationToken);
            }

            return true;
        }
        catch (CodexUnavailableException e)
        {
            await output.WriteLineAsync($"{e.Message} {e.Fix}");
            return false;
        }
    }

    private static async Task InstallAsync(IReadOnlyDictionary<string, string> environment, TextWriter output, CancellationToken cancellationToken)
    {
        var installer = new CodexInstaller(TimeProvider.System);
        if (Console.IsErrorRedirected)
        {
            await installer.InstallAsync(environment, new Lines(output.WriteLine), cancellationToken);
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        await console.Status().StartAsync("Looking for Codex", status =>
            installer.InstallAsync(environment, new Lines(line => status.Status(Markup.Escape(line))), cancellationToken));
    }

    /// <summary>Calls at once, on the reporting thread; the framework's own class would report out of order.</summary>
    private sealed class Lines(Action<string> write) : IProgress<string>
    {
        public void Report(string value) => write(value);
    }
}
