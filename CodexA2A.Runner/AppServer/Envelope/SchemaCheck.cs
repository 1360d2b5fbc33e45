using System.ComponentModel;
using System.Text.Json;

namespace CodexA2A.Runner.AppServer.Envelope;

/// <summary>
/// Compares the protocol of a Codex with the supported one: a known build by its print, any other by the schema that it writes itself.
/// Once for each executable, until the file changes.
/// </summary>
internal sealed partial class SchemaCheck(TimeProvider time, AppServerMetrics metrics, ILogger<SchemaCheck> logger)
{
    /// <summary>How long the start of a process waits for it at most.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private (FileStamp Stamp, Task<SchemaVerdict> Verdict)? _last;

    /// <summary>The verdict on an executable. Never faults; ends as cancelled with <paramref name="stop"/> only.</summary>
    public Task<SchemaVerdict> OfAsync(string executable, CodexSource source, CancellationToken stop)
    {
        var stamp = FileStamp.Of(executable);
        lock (_gate)
        {
            if (_last is not { } last || last.Stamp != stamp || last.Verdict.IsCanceled)
                _last = (stamp, Task.Run(() => JudgeAsync(executable, source, stop), stop));
            return _last.Value.Verdict;
        }
    }

    /// <summary>What an executable says of itself; unknown when it says nothing within the limit.</summary>
    public static async Task<(SchemaVerdict Verdict, string? Problem)> AskAsync(string executable, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("codex-a2a-schema-").FullName;
        try
        {
            var result = await ToolProcess.RunAsync(
                executable, ["app-server", "generate-json-schema", "--experimental", "--out", folder], folder, Limit, time, cancellationToken);
            return result is { ExitCode: 0 }
                ? (SchemaVerdict.Compare(SupportedSchema.Shape, SchemaShape.OfFolder(folder)), null)
                : (SchemaVerdict.Unknown, result is null ? "it could not be started" : $"exit code {result.ExitCode}");
        }
        catch (Exception error) when (error is TimeoutException or IOException or UnauthorizedAccessException or JsonException or Win32Exception)
        {
            return (SchemaVerdict.Unknown, error.Message);
        }
        finally
        {
            Delete(folder);
        }
    }

    /// <summary>True for the pinned one, which npm compared with the hash in our lock file, and for builds compared before.</summary>
    public static bool IsKnown(string executable, CodexSource source) =>
        source == CodexSource.Pinned || (BuildPrint.Of(executable) is { } print && SupportedSchema.Builds.Contains(print));

    private async Task<SchemaVerdict> JudgeAsync(string executable, CodexSource source, CancellationToken stop)
    {
        if (IsKnown(executable, source))
            return SchemaVerdict.Known;
        var (verdict, problem) = await AskAsync(executable, time, stop);
        switch (verdict.State)
        {
            case SchemaState.Unknown:
                LogUnknown(executable, problem);
                break;
            case SchemaState.Drifted:
                metrics.SchemaDrifted("question", verdict.Questions.Count);
                metrics.SchemaDrifted("other", verdict.Elsewhere.Count);
                LogDrifted(executable, verdict.Summary);
                break;
        }

        return verdict;
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A temporary folder; the system removes it.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Executable} did not write its schema ({Problem}), so it is not known whether its protocol is the supported one")]
    private partial void LogUnknown(string executable, string? problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Executable}: {Summary} `codex-a2a doctor` lists it.")]
    private partial void LogDrifted(string executable, string summary);

    private readonly record struct FileStamp(string Path, DateTime Written, long Length)
    {
        public static FileStamp Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new FileStamp(path, file.LastWriteTimeUtc, file.Length) : new FileStamp(path, default, 0);
        }
    }
}
