using System.ComponentModel.DataAnnotations;
using CodexA2A.ServiceDefaults.Hosting;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Hosting;

/// <summary>Settings of the A2A service, section <c>A2A</c>; <c>A2A_X_Y</c> in the environment is read as <c>A2A:XY</c>.</summary>
public sealed class A2AOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "A2A";

    /// <summary>Address to listen on when neither ASPNETCORE_URLS, HTTP_PORTS nor Kestrel:Endpoints is set. Default: 127.0.0.1.</summary>
    [Required(ErrorMessage = "A2A:Host is empty. Give an address such as 127.0.0.1, or remove it.")]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Port to listen on under the same condition; 0 takes a free one. Default: 8000.</summary>
    [NumberRange(0, 65_535, ErrorMessage = "A2A:Port must be between 0 (any free port) and 65535.")]
    public int Port { get; set; } = 8000;

    /// <summary>Port on <c>A2A:Host</c> for gRPC without TLS; 0 takes a free one. An https endpoint serves gRPC without it. Default: none, no gRPC without TLS.</summary>
    [NumberRange(0, 65_535, ErrorMessage = "A2A:GrpcPort must be between 0 (any free port) and 65535.")]
    public int? GrpcPort { get; set; }

    /// <summary>
    /// Where clients reach gRPC, as <c>host:port</c>, shown on the agent card while gRPC is on. Default: the host of <c>A2A:PublicUrl</c>
    /// or the bound one, with the bound port.
    /// </summary>
    [HostAndPort(ErrorMessage = "A2A:GrpcPublicUrl must be a host and a port, without a scheme, such as codex.example.org:443.")]
    public string? GrpcPublicUrl { get; set; }

    /// <summary>Absolute URL under which clients reach the service, shown on the agent card. Default: the bound address.</summary>
    [AbsoluteUrl(ErrorMessage = "A2A:PublicUrl must be an absolute http or https URL without query, such as https://codex.example.org.")]
    public string? PublicUrl { get; set; }

    /// <summary>Name of the agent on its card. Default: Codex A2A.</summary>
    [Required(ErrorMessage = "A2A:Title is empty. Give the agent a name, or remove it.")]
    public string Title { get; set; } = "Codex A2A";

    /// <summary>Description of the agent on its card. Default: a coding agent behind the A2A protocol.</summary>
    [Required(ErrorMessage = "A2A:Description is empty. Describe the agent, or remove it.")]
    public string Description { get; set; } = "A coding agent behind the A2A protocol: it reads, writes and runs code in its workspace.";

    /// <summary>Version of the agent on its card. Default: the version of this program.</summary>
    public string? Version { get; set; }

    /// <summary>Absolute URL of the documentation shown on the card. Default: none.</summary>
    [AbsoluteUrl(ErrorMessage = "A2A:DocumentationUrl must be an absolute http or https URL.")]
    public string? DocumentationUrl { get; set; }

    /// <summary>Serve A2A 0.3 on the same address: JSON-RPC methods with a slash, HTTP+JSON under /v1. Default: true.</summary>
    public bool ServeV03 { get; set; } = true;

    /// <summary>Put the members that clients of A2A 0.3 read on the public card for who asks for no version, too; false gives them a card of 1.0 alone. Default: true.</summary>
    public bool LegacyCardFields { get; set; } = true;

    /// <summary>Largest request body; a larger one is answered with HTTP 413. Default: 4194304. Unit: bytes.</summary>
    [NumberRange(1024, 256 * 1024 * 1024, ErrorMessage = "A2A:RequestBodyMaxBytes must be between 1024 and 268435456 (256 MiB).")]
    public int RequestBodyMaxBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Largest number of open connections; further ones are closed at once. Default: 10000.</summary>
    [NumberRange(1, 1_000_000, ErrorMessage = "A2A:MaxConnections must be between 1 and 1000000.")]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>How long an idle connection is kept open for the next request. Default: 00:02:10.</summary>
    [TimeRange("00:00:01", "1.00:00:00", ErrorMessage = "A2A:KeepAliveTimeout must be between 00:00:01 and 1.00:00:00.")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>One bearer token; its caller has the principal <c>default</c>. Default: none.</summary>
    public string? BearerToken { get; set; }

    /// <summary>Bearer tokens by principal (<c>A2A:BearerTokens:alice</c>). Default: none.</summary>
    public Dictionary<string, string> BearerTokens { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Credentials as a JSON array; an item has id, scheme (bearer, apikey, basic or certificate), token or token_sha256 with principal, or
    /// username with password or password_pbkdf2, or certificate with principal, capabilities, expires (RFC 3339), enabled. Capabilities
    /// are of read, send, control, review, exec, answer, metrics and admin, and a list says all that its credential may do; without one it
    /// may do all but exec and admin, as with turn_control or exec_control alone, which add to that. A basic item that lists nothing has
    /// exec_control. Default: none.
    /// </summary>
    public string? StaticAuthCredentials { get; set; }

    /// <summary>A file with such an array, which is read again when it changes, without a restart; to be readable by its owner alone. Default: none.</summary>
    public string? CredentialsFile { get; set; }

    /// <summary>The header of credentials of scheme apikey. Default: X-API-Key.</summary>
    [HeaderName(ErrorMessage = "A2A:ApiKeyHeader must be the name of a header, not Authorization: letters, digits and hyphens.")]
    public string ApiKeyHeader { get; set; } = "X-API-Key";

    /// <summary>Certificates of clients on https endpoints, as a way to log in: off, allow, or require, where nobody connects without one. Default: off.</summary>
    [AllowedValues("off", "allow", "require", ErrorMessage = "A2A:ClientCertificates must be off, allow or require.")]
    public string ClientCertificates { get; set; } = "off";

    /// <summary>PEM file with the authorities whose certificates are taken; the machine's own are not. Default: none.</summary>
    public string? ClientAuthorityFile { get; set; }

    /// <summary>
    /// How many logins may fail in a minute from one address (of IPv6, one /64) or with one user name; further ones are answered with HTTP
    /// 429 and Retry-After, and valid credentials pass all the same. 0 is no limit. Default: 60.
    /// </summary>
    [NumberRange(0, 100_000, ErrorMessage = "A2A:FailedLoginsPerMinute must be between 0 (no limit) and 100000.")]
    public int FailedLoginsPerMinute { get; set; } = 60;

    /// <summary>
    /// How many requests one address (of IPv6, one /64) may send in a minute, and at once after a pause; further ones are answered with
    /// HTTP 429 and Retry-After, before their credentials are looked at. The probes do not count. Behind a proxy all callers have one
    /// address. 0 is no limit. Default: 0.
    /// </summary>
    [NumberRange(0, 100_000_000, ErrorMessage = "A2A:RequestsPerMinutePerAddress must be between 0 (no limit) and 100000000.")]
    public int RequestsPerMinutePerAddress { get; set; }

    /// <summary>
    /// How many requests one principal may send in a minute; further ones are answered with HTTP 429 and Retry-After. Over Redis all
    /// processes count together. 0 is no limit, and no RateLimit headers. Default: 60000.
    /// </summary>
    [NumberRange(0, 100_000_000, ErrorMessage = "A2A:RequestsPerMinute must be between 0 (no limit) and 100000000.")]
    public int RequestsPerMinute { get; set; } = 60_000;

    /// <summary>How many of them may come at once after a pause; 0 is as many as in a minute. Default: 0.</summary>
    [NumberRange(0, 100_000_000, ErrorMessage = "A2A:RequestBurst must be between 0 (as many as in a minute) and 100000000.")]
    public int RequestBurst { get; set; }

    /// <summary>
    /// How many requests of one principal may be open in one process, streams aside, blocking sends included; a further one is answered
    /// with HTTP 429. 0 is no limit. Default: 1024.
    /// </summary>
    [NumberRange(0, 1_000_000, ErrorMessage = "A2A:MaxConcurrentCalls must be between 0 (no limit) and 1000000.")]
    public int MaxConcurrentCalls { get; set; } = 1024;

    /// <summary>How many streams of one principal may be open in one process; a further one is answered with HTTP 429. 0 is no limit. Default: 2048.</summary>
    [NumberRange(0, 1_000_000, ErrorMessage = "A2A:MaxStreams must be between 0 (no limit) and 1000000.")]
    public int MaxStreams { get; set; } = 2048;

    /// <summary>How long one stream may be open; then it ends with an error that says to go on with Last-Event-ID. 00:00:00 is no limit. Default: 1.00:00:00.</summary>
    [TimeRange("00:00:00", "40.00:00:00", ErrorMessage = "A2A:StreamMaxDuration must be between 00:00:00 (no limit) and 40.00:00:00.")]
    public TimeSpan StreamMaxDuration { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How much may be sent in one stream; it ends in the same way behind the event that is one too many. 0 is no limit. Default: 0. Unit: bytes.</summary>
    [NumberRange(0, int.MaxValue, ErrorMessage = "A2A:StreamMaxBytes must be between 0 (no limit) and 2147483647 bytes.")]
    public int StreamMaxBytes { get; set; }

    /// <summary>
    /// A proxy in front of the service does TLS, and nobody else reaches the address: without it the service does not listen beyond this
    /// machine by plain http. Default: false.
    /// </summary>
    public bool BehindProxy { get; set; }

    /// <summary>Accept callers without credentials; only when every address is loopback. Default: false.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>
    /// Origins of web pages that may call the service from browsers, such as <c>https://console.example.org,http://localhost:3000</c>;
    /// pages of the service's own address may. Default: none.
    /// </summary>
    [Edge.Origins(ErrorMessage = "A2A:AllowedOrigins must be origins such as https://console.example.org or http://localhost:3000, separated by commas; * and null would be everybody's.")]
    public string? AllowedOrigins { get; set; }

    /// <summary>
    /// Names that the service answers to in the header Host, besides this machine's own and the host of <c>A2A:PublicUrl</c>: host names,
    /// <c>*.suffix</c> and addresses, separated by commas, or <c>*</c> for every name. Default: none where it listens on loopback only,
    /// else every name.
    /// </summary>
    [Edge.HostNames(ErrorMessage = "A2A:AllowedHosts must be host names without port, *.suffixes or addresses, separated by commas, or *.")]
    public string? AllowedHosts { get; set; }

    /// <summary>
    /// Addresses and networks (<c>10.1.0.0/16</c>) of the proxies in front, separated by commas, whose X-Forwarded-For and
    /// X-Forwarded-Proto are believed. Default: none, nobody's are.
    /// </summary>
    [Edge.Networks(ErrorMessage = "A2A:KnownProxies must be addresses or networks such as 10.1.0.0/16, separated by commas.")]
    public string? KnownProxies { get; set; }

    /// <summary>Log what callers and the agent say (category <c>CodexA2A.Payloads</c>, Debug), redacted; never of calls that carry secrets. Default: false.</summary>
    public bool LogPayloads { get; set; }

    /// <summary>Most of one body in that log. Default: 4096. Unit: bytes.</summary>
    [NumberRange(256, 1024 * 1024, ErrorMessage = "A2A:LogPayloadBytes must be between 256 and 1048576 (1 MiB).")]
    public int LogPayloadBytes { get; set; } = 4096;

    /// <summary>How long a stream may be silent before a comment is sent to keep it open. Default: 00:00:10.</summary>
    [TimeRange("00:00:00.1", "00:05:00", ErrorMessage = "A2A:HeartbeatInterval must be between 00:00:00.1 and 00:05:00.")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a blocking send waits before it answers the task as it is; the turn goes on. Default: 01:10:00.</summary>
    [TimeRange("00:00:00.1", "1.00:00:00", ErrorMessage = "A2A:BlockingTimeout must be between 00:00:00.1 and 1.00:00:00.")]
    public TimeSpan BlockingTimeout { get; set; } = TimeSpan.FromMinutes(70);

    /// <summary>How long a send that answers a question waits for the status that follows. Default: 00:00:05.</summary>
    [TimeRange("00:00:00", "00:05:00", ErrorMessage = "A2A:AnswerWait must be between 00:00:00 and 00:05:00.")]
    public TimeSpan AnswerWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long CancelTask waits for the end of the turn before it answers the task as it is. Default: 00:00:10.</summary>
    [TimeRange("00:00:00", "00:05:00", ErrorMessage = "A2A:CancelWait must be between 00:00:00 and 00:05:00.")]
    public TimeSpan CancelWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long codex.sessions.forget waits for its proof before it answers that the request is pending; it is carried out all the same. Default: 00:00:30.</summary>
    [TimeRange("00:00:00", "00:05:00", ErrorMessage = "A2A:ForgetWait must be between 00:00:00 and 00:05:00.")]
    public TimeSpan ForgetWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most text in one message, over all its parts, JSON data included. Default: 1048576. Unit: characters (code points).</summary>
    [NumberRange(1, 1_048_576, ErrorMessage = "A2A:MaxTextCharacters must be between 1 and 1048576.")]
    public int MaxTextCharacters { get; set; } = 1_048_576;

    /// <summary>Largest file of a message that is no image; 0 takes none. The body of the request, in which it is a third larger, has its own limit. Default: 8388608. Unit: bytes.</summary>
    [NumberRange(0, InputLimits.LargestFile, ErrorMessage = "A2A:MaxFileBytes must be between 0 (no files) and 33554432 (32 MiB).")]
    public int MaxFileBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Media types of files that messages may bring, such as <c>text/*,application/pdf</c>; images that models read are always taken. Default: */*.</summary>
    [MediaTypes(ErrorMessage = "A2A:FileTypes must be media types such as text/* or application/pdf, separated by commas.")]
    public string FileTypes { get; set; } = "*/*";

    /// <summary>Fetch images that a message names by an http or https address, from public addresses only; else such a message is refused. Default: false.</summary>
    public bool FetchImages { get; set; }

    /// <summary>
    /// From where images may be fetched although the address is not public, or by http: host names, <c>*.suffix</c>, addresses and networks
    /// (<c>10.1.0.0/16</c>), separated by commas. A host name allows whatever it resolves to. Default: none.
    /// </summary>
    [Outbound.AllowedReceivers(ErrorMessage = "A2A:FetchAllowedHosts must be host names, *.suffixes, addresses or networks such as 10.1.0.0/16, separated by commas.")]
    public string? FetchAllowedHosts { get; set; }

    /// <summary>How long fetching one image may take, redirects included. Default: 00:00:10.</summary>
    [TimeRange("00:00:00.1", "00:01:00", ErrorMessage = "A2A:FetchTimeout must be between 00:00:00.1 and 00:01:00.")]
    public TimeSpan FetchTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Give errors of methods of extensions (codex.*, a2a.interrupt.*) the numbers that the predecessor codex-a2a gave them, some of which
    /// A2A has for other errors, and its <c>ErrorContext</c> in <c>data</c>; for its clients, over JSON-RPC. Default: false.
    /// </summary>
    public bool SeedErrorCodes { get; set; }

    /// <summary>Page size of ListTasks when the caller gives none, 1 to 100. Default: 50. Unit: tasks.</summary>
    [NumberRange(1, 100, ErrorMessage = "A2A:ListPageSize must be between 1 and 100.")]
    public int ListPageSize { get; set; } = 50;

    /// <summary>Most unfinished turns in one context; a further message is refused. Default: 100.</summary>
    [NumberRange(1, 10_000, ErrorMessage = "A2A:MaxQueuedTurns must be between 1 and 10000.")]
    public int MaxQueuedTurns { get; set; } = 100;

    /// <summary>
    /// Most unfinished turns of one principal, over all contexts; a further message is answered with HTTP 429 and Retry-After, and nothing
    /// is stored. Over Redis each further Api may let an eighth more pass. 0 is no limit. Default: 2000.
    /// </summary>
    [NumberRange(0, 1_000_000, ErrorMessage = "A2A:MaxTurnsPerPrincipal must be between 0 (no limit) and 1000000.")]
    public int MaxTurnsPerPrincipal { get; set; } = 2000;

    /// <summary>Folder that <c>metadata.codex.directory</c> must lie in (also CODEX_WORKSPACE_ROOT); unset leaves the check to the runner. Default: none.</summary>
    public string? WorkspaceRoot { get; set; }

    /// <summary>What plays the model when it is not a real one (<c>scripted</c>); shown on the card and by /ready. Default: none.</summary>
    [AllowedValues(null, "", "scripted", ErrorMessage = "A2A:ModelSource must be scripted, or not be given.")]
    public string? ModelSource { get; set; }

    /// <summary>
    /// The sandbox of the agent's commands, shown on the card: the value of <c>Codex:SandboxMode</c>, which the command line takes by
    /// itself where it runs turns, too; an Api alone must be told. Default: not shown.
    /// </summary>
    [AllowedValues(null, "", "read-only", "workspace-write", "danger-full-access", "external",
        ErrorMessage = "A2A:SandboxMode must be one of read-only, workspace-write, danger-full-access, external, as Codex:SandboxMode of the runners.")]
    public string? SandboxMode { get; set; }

    /// <summary>
    /// PEM files with private EC keys of the curve P-256; each of them signs the agent card, whose texts must then be ASCII, and
    /// `/.well-known/jwks.json` has the public halves. Default: none, the card is not signed.
    /// </summary>
    public IList<string> CardSigningKeyFiles { get; } = [];

    /// <summary>URIs of extensions that a client must name in A2A-Extensions to send a message; the card marks them as required. Default: none.</summary>
    public IList<string> RequiredExtensions { get; } = [];

    /// <summary>Refuse a method of an extension (codex.*, a2a.interrupt.*) to a client that has not named the extension in A2A-Extensions. Default: false.</summary>
    public bool EnforceExtensions { get; set; }

    /// <summary>Serve codex.turns.steer, and say on the card that messages can join running turns. Default: true.</summary>
    public bool EnableTurnControl { get; set; } = true;

    /// <summary>Serve codex.review.start and codex.review.watch. Default: false.</summary>
    public bool EnableReviewControl { get; set; }

    /// <summary>Serve codex.sessions.shell: commands of callers in the workspace, in the sandbox of the agent's commands (none where that is danger-full-access). Default: false.</summary>
    public bool EnableSessionShell { get; set; }

    /// <summary>
    /// Serve codex.exec.start, write, resize and terminate: commands of callers as tasks, in the sandbox of the agent's commands (none
    /// where that is danger-full-access), for credentials that have the capability <c>exec_control</c>. Default: false.
    /// </summary>
    public bool EnableExecControl { get; set; }

    /// <summary>How many watches (codex.threads.watch, codex.discovery.watch) one caller may have at a time. Default: 8.</summary>
    [NumberRange(1, 64, ErrorMessage = "A2A:MaxWatches must be between 1 and 64.")]
    public int MaxWatches { get; set; } = 8;

    /// <summary>How long a watch lives without anybody who has subscribed to its task. Default: 00:30:00.</summary>
    [TimeRange("00:00:01", "7.00:00:00", ErrorMessage = "A2A:WatchIdleTimeout must be between 00:00:01 and 7.00:00:00.")]
    public TimeSpan WatchIdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>What messages may bring.</summary>
    internal InputLimits Limits() => InputLimits.Default with
    {
        MaxTextCharacters = MaxTextCharacters,
        MaxFileBytes = MaxFileBytes,
        TakesAddresses = FetchImages,
        FileTypes = MediaTypeList.TryParse(FileTypes, out var types) ? types : MediaTypeList.All,
    };

    /// <summary>What decides where the service listens.</summary>
    internal BindInputs Inputs(IConfiguration configuration) => BindInputs.Read(configuration, Host, Port, "A2A:Host (A2A_HOST, --host)", "A2A:Port (A2A_PORT, --port)");
}

/// <summary>A list of media types that can be read.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MediaTypesAttribute : ValidationAttribute
{
    /// <inheritdoc />
    public override bool IsValid(object? value) => value is string text && MediaTypeList.TryParse(text, out _);
}
