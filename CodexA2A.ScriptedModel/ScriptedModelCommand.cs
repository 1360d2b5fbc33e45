using System.Globalization;
using System.Runtime.InteropServices;
using CodexA2A.ScriptedModel.Codex;
using CodexA2A.ScriptedModel.Scenarios;
using CodexA2A.ScriptedModel.Scripts;

namespace CodexA2A.ScriptedModel;

/// <summary>The server as a command of its own: <c>--port N</c>, <c>--scripts FOLDER</c>, <c>--codex-home FOLDER</c>, <c>--list</c>.</summary>
internal static class ScriptedModelCommand
{
    private const string Usage = "Usage: CodexA2A.ScriptedModel [--port N] [--scripts FOLDER] [--catalog FILE | --codex-home FOLDER] [--list]";

    private const string Help = $"""
        A model server that speaks the OpenAI Responses API and plays a script. Listens on loopback only.

        {Usage}

          --port N             Port to listen on; 0 or none takes a free one.
          --scripts FOLDER     Folder of *.script files that define further scenarios.
          --catalog FILE       Where to write the list of models that Codex reads. Default: a temporary folder.
          --codex-home FOLDER  Make this folder a Codex home that asks this server: config.toml and the list of models.
          --list               Print the scenarios and end.
          --help, -h           Print this and end.
        """;

    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter errors, CancellationToken cancellationToken = default)
    {
        var port = 0;
        string? scripts = null;
        string? catalog = null;
        string? home = null;
        for (var at = 0; at < args.Length; at++)
        {
            switch (args[at])
            {
                case "--port" when at + 1 < args.Length
                    && ushort.TryParse(args[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                    port = number;
                    at++;
                    break;
                case "--scripts" when at + 1 < args.Length:
                    scripts = args[++at];
                    break;
                case "--catalog" when at + 1 < args.Length:
                    catalog = Path.GetFullPath(args[++at]);
                    break;
                case "--codex-home" when at + 1 < args.Length:
                    home = Path.GetFullPath(args[++at]);
                    break;
                case "--list":
                    await output.WriteAsync(ScenarioList.Text(ScenarioTable.BuiltIn));
                    return 0;
                case "--help" or "-h" or "-?":
                    await output.WriteLineAsync(Help);
                    return 0;
                case "--port":
                    await errors.WriteLineAsync($"--port must be a number between 0 and 65535.\n{Usage}");
                    return 2;
                case "--scripts" or "--catalog" or "--codex-home":
                    await errors.WriteLineAsync($"{args[at]} needs a value.\n{Usage}");
                    return 2;
                default:
                    await errors.WriteLineAsync($"Not understood: {args[at]}\n{Usage}");
                    return 2;
            }
        }

        if (home is not null && catalog is not null)
        {
            await errors.WriteLineAsync($"A Codex home has its own list of models: give --catalog or --codex-home.\n{Usage}");
            return 2;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            await ServeAsync(new(port, scripts, catalog, home), output, ends.Token);
            return 0;
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException or ScriptFormatException)
        {
            await errors.WriteLineAsync(error.Message);
            return 1;
        }

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ends.Cancel();
        }
    }

    private static async Task ServeAsync(Wanted wanted, TextWriter output, CancellationToken cancellationToken)
    {
        var ready = false;
        var options = new ScriptedModelOptions
        {
            Port = wanted.Port,
            ScriptFolder = wanted.Scripts,
            // Whoever waits for it starts Codex next, which reads what is written below.
            IsReady = () => Volatile.Read(ref ready),
            OnRequest = request => output.WriteLine(
                $"request {request.Number}: {request.Model}, scenario {request.Scenario}, round {request.Round}, try {request.Attempt}"),
        };
        await using var server = await ScriptedModelServer.StartAsync(options, cancellationToken);
        var temporary = wanted.Catalog is null && wanted.Home is null ? Directory.CreateTempSubdirectory("codex-a2a-model-") : null;
        try
        {
            var catalog = wanted.Catalog ?? Path.Combine(wanted.Home ?? temporary!.FullName, CodexConfig.CatalogFileName);
            var config = new CodexConfig { BaseAddress = server.BaseAddress, CatalogPath = catalog };
            await (wanted.Home is { } home ? config.WriteHomeAsync(home, cancellationToken) : config.WriteCatalogAsync(cancellationToken));
            await AnnounceAsync(config, wanted.Home, output);
            Volatile.Write(ref ready, true);
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            temporary?.Delete(recursive: true);
        }
    }

    private static async Task AnnounceAsync(CodexConfig config, string? home, TextWriter output)
    {
        await output.WriteLineAsync($"The scripted model listens on {config.BaseAddress}\nStart Codex with:");
        if (home is not null)
        {
            await output.WriteLineAsync($"  CODEX_HOME='{home}'");
        }

        foreach (var pair in home is null ? config.ToArguments().Chunk(2) : [])
        {
            await output.WriteLineAsync($"  {pair[0]} '{pair[1]}'");
        }

        await output.FlushAsync();
    }

    private sealed record Wanted(int Port, string? Scripts, string? Catalog, string? Home);
}
