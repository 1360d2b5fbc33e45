using System.Globalization;
using System.Runtime.InteropServices;
using CodexA2A.ScriptedModel.Codex;
using CodexA2A.ScriptedModel.Scenarios;
using CodexA2A.ScriptedModel.Scripts;

namespace CodexA2A.ScriptedModel;

/// <summary>The server as a command of its own: <c>--port N</c>, <c>--scripts FOLDER</c>, <c>--list</c>.</summary>
internal static class ScriptedModelCommand
{
    private const string Usage = "Usage: CodexA2A.ScriptedModel [--port N] [--scripts FOLDER] [--catalog FILE] [--list]";

    private const string Help = $"""
        A model server that speaks the OpenAI Responses API and plays a script. Listens on loopback only.

        {Usage}

          --port N          Port to listen on; 0 or none takes a free one.
          --scripts FOLDER  Folder of *.script files that define further scenarios.
          --catalog FILE    Where to write the list of models that Codex reads. Default: a temporary folder.
          --list            Print the scenarios and end.
          --help, -h        Print this and end.
        """;

    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter errors, CancellationToken cancellationToken = default)
    {
        var port = 0;
        string? scripts = null;
        string? catalog = null;
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
                case "--list":
                    await output.WriteAsync(ScenarioList.Text(ScenarioTable.BuiltIn));
                    return 0;
                case "--help" or "-h" or "-?":
                    await output.WriteLineAsync(Help);
                    return 0;
                case "--port":
                    await errors.WriteLineAsync($"--port must be a number between 0 and 65535.\n{Usage}");
                    return 2;
                case "--scripts" or "--catalog":
                    await errors.WriteLineAsync($"{args[at]} needs a value.\n{Usage}");
                    return 2;
                default:
                    await errors.WriteLineAsync($"Not understood: {args[at]}\n{Usage}");
                    return 2;
            }
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            await ServeAsync(port, scripts, catalog, output, ends.Token);
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

    private static async Task ServeAsync(
        int port, string? scripts, string? catalog, TextWriter output, CancellationToken cancellationToken)
    {
        var options = new ScriptedModelOptions
        {
            Port = port,
            ScriptFolder = scripts,
            OnRequest = request => output.WriteLine(
                $"request {request.Number}: {request.Model}, scenario {request.Scenario}, round {request.Round}, try {request.Attempt}"),
        };
        await using var server = await ScriptedModelServer.StartAsync(options, cancellationToken);
        if (catalog is not null)
        {
            await AnnounceAsync(server, catalog, output, cancellationToken);
            return;
        }

        var folder = Directory.CreateTempSubdirectory("codex-a2a-model-");
        try
        {
            await AnnounceAsync(server, Path.Combine(folder.FullName, CodexConfig.CatalogFileName), output, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task AnnounceAsync(
        ScriptedModelServer server, string catalog, TextWriter output, CancellationToken cancellationToken)
    {
        var config = new CodexConfig { BaseAddress = server.BaseAddress, CatalogPath = catalog };
        await config.WriteCatalogAsync(cancellationToken);
        await output.WriteLineAsync($"The scripted model listens on {server.BaseAddress}\nStart Codex with:");
        foreach (var pair in config.ToArguments().Chunk(2))
        {
            await output.WriteLineAsync($"  {pair[0]} '{pair[1]}'");
        }

        await output.FlushAsync(cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
