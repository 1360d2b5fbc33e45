using System.CommandLine;
using System.Net;
using System.Text;
using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Commands;

/// <summary><c>codex-a2a probe</c>: asks a service whether it is ready, where no other program that could is at hand: in an image, from a unit.</summary>
internal static class ProbeCommand
{
    /// <summary>What is asked when nothing is named: the service on this machine.</summary>
    public const string Default = "http://127.0.0.1:8000/ready";

    private const int MaxBody = 4096;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var url = new Argument<string>("URL") { Description = $"What to ask; without a path /ready. Default: {Default}.", DefaultValueFactory = _ => Default };
        url.Validators.Add(result =>
        {
            if (Read(result.GetValueOrDefault<string>()) is null)
            {
                result.AddError(CallCommand.NoUrl);
            }
        });
        var command = new Command("probe", "Ask a service whether it is ready: exit code 0 if it answers 200 within 2 s, else 1 and the names of the failing checks.") { url };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(Read(parsed.GetValue(url))!, TimeProvider.System, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellationToken));
        return command;
    }

    /// <summary>The address that was meant; null when it is none.</summary>
    internal static Uri? Read(string? text) =>
        CallCommand.ReadUrl(text ?? "") is not { } url ? null : url.AbsolutePath == "/" ? new Uri(url, "/ready") : url;

    /// <summary>Asks once.</summary>
    internal static async Task<int> RunAsync(Uri url, TimeProvider time, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        // Straight there: a proxy of the environment is not what is asked about.
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { MaxResponseContentBufferSize = MaxBody, Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            using var response = await client.GetAsync(url, both.Token);
            // Not as text: a charset that nobody knows is no reason to fail.
            var body = TerminalWriter.Safe(Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(both.Token))).TrimEnd();
            if (response.StatusCode == HttpStatusCode.OK)
            {
                await output.WriteLineAsync(body.Length > 0 ? body : "ready");
                return ExitCodes.Ok;
            }

            await errors.WriteLineAsync($"{(int)response.StatusCode} {body}".TrimEnd());
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            await errors.WriteLineAsync($"No answer from {url.AbsoluteUri} within {Limit.TotalSeconds:0} s.");
        }
        catch (HttpRequestException e)
        {
            await errors.WriteLineAsync(TerminalWriter.Safe($"{url.AbsoluteUri}: {e.Message}"));
        }

        return ExitCodes.Failed;
    }
}
