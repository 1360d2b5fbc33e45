using System.CommandLine;

namespace CodexA2A.Cli.Commands;

/// <summary>The bearer token of whoever calls an agent.</summary>
internal static class CallerToken
{
    /// <summary>The option.</summary>
    public static Option<string?> Option() =>
        new("--token") { Description = "Bearer token. Default: A2A_TOKEN, else A2A_CLIENT_BEARER_TOKEN, from the environment." };

    /// <summary>The token given, else that of the environment.</summary>
    public static string? Of(string? given) =>
        given ?? Environment.GetEnvironmentVariable("A2A_TOKEN") ?? Environment.GetEnvironmentVariable("A2A_CLIENT_BEARER_TOKEN");

    /// <summary>Why no header can carry it; null when one can.</summary>
    public static string? Problem(string? token) => token is not null && token.AsSpan().ContainsAnyExceptInRange('!', '~')
        ? "The token must be one word of visible ASCII characters; this one has others in it, perhaps a line end (--token, A2A_TOKEN)."
        : null;
}
