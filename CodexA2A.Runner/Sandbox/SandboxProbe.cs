using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Sandbox;

/// <summary>Tries what a sandboxed command can do: runs <see cref="ProbeScript"/> in the sandbox and looks what came of it.</summary>
internal static class SandboxProbe
{
    /// <summary>How long the command may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Most output of the command.</summary>
    public const int OutputBytes = 4096;

    private const int Connections = 8;
    private const int ProblemCharacters = 300;

    private static readonly TimeSpan Hearing = TimeSpan.FromSeconds(1);

    /// <summary>Tries it once. What goes wrong is in the report, but for the death of the process.</summary>
    /// <param name="subject">Which sandbox.</param>
    /// <param name="site">Where.</param>
    /// <param name="run">Runs a command in that sandbox, in the workspace, within <see cref="Limit"/>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<SandboxReport> TryAsync(
        SandboxSubject subject, ProbeSite site, Func<IReadOnlyList<string>, CancellationToken, Task<ProbeAnswer>> run, TimeProvider time, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            return SandboxReport.Judge(subject, new ProbeSeen("", false, false, false, "It is tried on Linux and macOS only."), time.GetUtcNow());
        }

        try
        {
            using var places = ProbePlaces.Make(site with { Writable = [.. site.Writable, .. subject.Roots] });
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start(Connections);
            var word = RandomNumberGenerator.GetHexString(16, lowercase: true);
            var command = ProbeScript.Command(places, ((IPEndPoint)listener.LocalEndpoint).Port, word, site.Processes.Select(Named).OfType<string>());
            var answer = await run(command, cancellationToken);
            var seen = new ProbeSeen(
                answer.Output, places.Outside is not null, places.Outside is not null && File.Exists(places.Outside), await HearsAsync(listener, word, time, cancellationToken), Short(answer.Problem));
            return SandboxReport.Judge(subject, seen, time.GetUtcNow());
        }
        catch (Exception exception) when (exception is AppServerRequestException or AppServerProtocolException or IOException or UnauthorizedAccessException or SocketException or TimeoutException)
        {
            return SandboxReport.Judge(subject, new ProbeSeen("", false, false, false, Short(exception.Message)), time.GetUtcNow());
        }
    }

    // Whoever connects to a port of this machine might be anybody; only the command knows the word.
    private static async Task<bool> HearsAsync(TcpListener listener, string word, TimeProvider time, CancellationToken cancellationToken)
    {
        var buffer = new byte[word.Length];
        for (var heard = 0; heard < Connections && listener.Pending(); heard++)
        {
            using var limit = new CancellationTokenSource(Hearing, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                using var client = await listener.AcceptTcpClientAsync(either.Token);
                var read = await client.GetStream().ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, either.Token);
                if (Encoding.ASCII.GetString(buffer, 0, read) == word)
                {
                    return true;
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Another's.
            }
        }

        return false;
    }

    // id:start; the start is field 22 of stat, behind the name in brackets, which may hold anything.
    private static string? Named(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
            return stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 19 } fields
                ? string.Create(CultureInfo.InvariantCulture, $"{process}:{fields[19]}")
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Short(string? problem) =>
        problem?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() is { } line
            ? line.Length <= ProblemCharacters ? line : line[..ProblemCharacters]
            : null;
}

/// <summary>How the command ended.</summary>
/// <param name="Output">What it printed.</param>
/// <param name="Problem">What was said about it where it failed.</param>
internal sealed record ProbeAnswer(string Output, string? Problem);
