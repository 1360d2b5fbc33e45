using System.CommandLine;
using CodexA2A.Cli.Cards;
using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Commands;

/// <summary><c>codex-a2a card verify URL</c>: whether the card of an agent is whole, and who vouches for it.</summary>
internal static class CardCommand
{
    private const int MaxBytes = 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The command.</summary>
    public static Command Create() => new("card", "Look at the card of an agent.") { Verify() };

    private static Command Verify()
    {
        var url = new Argument<string>("URL") { Description = "Address of the agent, with or without /.well-known/agent-card.json." };
        var keySet = new Option<string?>("--jwks") { Description = "URL of the key set. Default: the one that the card names, if it is of the card's own origin." };
        var key = new Option<FileInfo?>("--key") { Description = "PEM file with the public key, instead of a key set." };
        var command = new Command("verify", "Check the members and the signatures (ES256) of an agent's card. Exit code 0 if nothing is wrong and a signature holds.") { url, keySet, key };
        command.Validators.Add(result =>
        {
            if (CallCommand.ReadUrl(result.GetValue(url) ?? "") is null) result.AddError(CallCommand.NoUrl);
            if (result.GetValue(keySet) is { } given && !IsKeySet(given)) result.AddError("--jwks must be an http or https address.");
            if (result.GetValue(keySet) is not null && result.GetValue(key) is not null) result.AddError("Give --jwks or --key, not both.");
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(
            CallCommand.ReadUrl(parsed.GetRequiredValue(url))!,
            parsed.GetValue(keySet) is { } set ? new Uri(set) : null,
            parsed.GetValue(key),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken));
        return command;
    }

    private static bool IsKeySet(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    /// <summary>Checks and prints a line for each finding.</summary>
    internal static async Task<int> RunAsync(Uri agent, Uri? keySet, FileInfo? key, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        string? pem = null;
        try
        {
            if (key is not null) pem = await File.ReadAllTextAsync(key.FullName, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(TerminalWriter.Safe($"--key cannot be read: {exception.Message}"));
            return ExitCodes.Usage;
        }

        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { MaxResponseContentBufferSize = MaxBytes, Timeout = Limit };
        client.DefaultRequestHeaders.Add(Headers.Version, ProtocolVersions.V10);
        try
        {
            var findings = await new CardVerification(FetchAsync).RunAsync(agent, keySet, pem, cancellationToken);
            foreach (var finding in findings)
            {
                await output.WriteLineAsync(TerminalWriter.Safe(finding.ToString()));
            }

            return CardCheck.IsGood(findings) ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }

        async Task<byte[]> FetchAsync(Uri url, CancellationToken ended)
        {
            try
            {
                return await client.GetByteArrayAsync(url, ended);
            }
            catch (OperationCanceledException exception) when (!ended.IsCancellationRequested)
            {
                throw new HttpRequestException($"no answer within {Limit.TotalSeconds:0} s.", exception);
            }
        }
    }
}
