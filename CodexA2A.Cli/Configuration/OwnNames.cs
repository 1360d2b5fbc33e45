using System.Collections.Frozen;
using System.Text;

namespace CodexA2A.Cli.Configuration;

/// <summary>Our settings of section <c>A2A</c> under the short names of the rule <c>A2A_X_Y</c> → <c>A2A:XY</c>.</summary>
internal static class OwnNames
{
    /// <summary>The settings; a test holds this list against the option classes.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        "Host", "Port", "PublicUrl", "Title", "Description", "Version", "DocumentationUrl", "ServeV03", "LegacyCardFields", "RequestBodyMaxBytes", "MaxConnections",
        "KeepAliveTimeout", "BearerToken", "StaticAuthCredentials", "CredentialsFile", "ApiKeyHeader", "ClientCertificates", "ClientAuthorityFile",
        "FailedLoginsPerMinute", "RequestsPerMinutePerAddress", "RequestsPerMinute", "RequestBurst", "MaxConcurrentCalls", "MaxStreams", "StreamMaxDuration",
        "StreamMaxBytes", "MaxTurnsPerPrincipal",
        "BehindProxy", "AllowAnonymous", "AllowedOrigins", "AllowedHosts", "KnownProxies", "LogPayloads", "LogPayloadBytes", "HeartbeatInterval", "BlockingTimeout",
        "AnswerWait", "CancelWait", "ForgetWait", "MaxTextCharacters", "ListPageSize", "MaxQueuedTurns", "WorkspaceRoot", "DataDirectory",
        "SandboxMode", "EnforceExtensions", "GrpcPort", "GrpcPublicUrl", "EnableTurnControl", "EnableReviewControl", "EnableSessionShell",
        "EnableExecControl", "MaxWatches", "WatchIdleTimeout",
        "MaxFileBytes", "FileTypes", "FetchImages", "FetchAllowedHosts", "FetchTimeout", "SeedErrorCodes",
        "AuditFile", "AuditFileBytes", "AuditFiles", "AuditReads", "AuditRequired",
    ];

    /// <summary>Configuration keys by environment name, upper case.</summary>
    public static FrozenDictionary<string, string> All { get; } =
        Settings.ToFrozenDictionary(ShortName, setting => $"A2A:{setting}", StringComparer.Ordinal);

    /// <summary><c>PublicUrl</c> → <c>A2A_PUBLIC_URL</c>.</summary>
    public static string ShortName(string setting)
    {
        var name = new StringBuilder("A2A");
        foreach (var c in setting)
        {
            if (char.IsAsciiLetterUpper(c))
            {
                name.Append('_');
            }

            name.Append(char.ToUpperInvariant(c));
        }

        return name.ToString();
    }
}
