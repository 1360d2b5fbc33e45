using System.Globalization;
using System.Text.Json.Serialization;
using CodexA2A.Api.Auth.Passwords;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Auth;

/// <summary>One item of A2A:StaticAuthCredentials or of the file A2A:CredentialsFile; the names are the predecessor's, where it had them.</summary>
internal sealed record CredentialItem
{
    /// <summary>What a basic item may do that lists nothing, as the predecessor had it; a bearer item may do what it lists.</summary>
    private static readonly string[] DefaultOfBasic = ["turn_control", "exec_control"];

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Shorter tokens can be guessed.</summary>
    public const int MinimumSecretLength = 8;

    public string? Id { get; set; }
    public string? Scheme { get; set; }
    public string? Token { get; set; }

    [JsonPropertyName("token_sha256")]
    public string? TokenSha256 { get; set; }

    public string? Principal { get; set; }
    public string? Tenant { get; set; }
    public string? Username { get; set; }
    public string? Password { get; set; }

    [JsonPropertyName("password_pbkdf2")]
    public string? PasswordPbkdf2 { get; set; }

    public string? Certificate { get; set; }
    public IReadOnlyList<string>? Capabilities { get; set; }
    public string? Expires { get; set; }
    public bool Enabled { get; set; } = true;

    /// <summary>True of an item of scheme certificate.</summary>
    [JsonIgnore]
    public bool IsCertificate => string.Equals(Scheme, "certificate", StringComparison.OrdinalIgnoreCase);

    /// <summary>The credential that it describes.</summary>
    /// <param name="at">Where it stands; its name in logs, when it has none.</param>
    /// <exception cref="FormatException">With a sentence that says what is wrong and never a value.</exception>
    public Credential Read(string at)
    {
        var expires = ReadTime();
        var credential = Scheme?.ToUpperInvariant() switch
        {
            "BEARER" => Secret(Id ?? at, CredentialScheme.Bearer, "a bearer item"),
            "APIKEY" => Secret(Id ?? at, CredentialScheme.ApiKey, "an apikey item"),
            "BASIC" => Basic(Id ?? at),
            "CERTIFICATE" => OfCertificate(Id ?? at),
            _ => throw new FormatException("scheme must be bearer or basic, apikey or certificate."),
        };
        var tenant = Tenant is null ? "" : TenantName.IsOne(Tenant) ? Tenant : throw new FormatException(TenantName.Rule);
        return credential with { Expires = expires, Tenant = tenant };
    }

    /// <summary>Hides the secret from logs and debuggers.</summary>
    public override string ToString() => "***";

    /// <summary>A bearer token or a key.</summary>
    public static Credential OfToken(string id, CredentialScheme scheme, string? token, string? principal, IReadOnlyList<string>? capabilities) =>
        new CredentialItem { Token = token, Principal = principal, Capabilities = capabilities }.Secret(id, scheme, "");

    private Credential Secret(string id, CredentialScheme scheme, string kind)
    {
        Refuse(Username ?? Password ?? PasswordPbkdf2 ?? Certificate, $"{kind} has token (or token_sha256) and principal, not username and password.");
        return new(id, scheme, Hash(), Named(Principal, "principal is missing; it names whom the token stands for."), Capabilities ?? []);
    }

    private SecretHash Hash() => (Token, TokenSha256) switch
    {
        (not null, not null) => throw new FormatException("token and token_sha256 are both given; keep one."),
        (null, { } hash) => SecretHash.Read(hash.Trim()) ?? throw new FormatException("token_sha256 is no SHA-256: 64 hexadecimal digits, or base64; 'codex-a2a token --hash' prints one."),
        (var token, _) => SecretHash.Of(LongEnough(token?.Trim(), "token", "; make one with 'codex-a2a token'")),
    };

    private Credential Basic(string id)
    {
        Refuse(Token ?? TokenSha256 ?? Principal ?? Certificate, "a basic item has username and password (or password_pbkdf2), not token and principal.");
        var user = Named(Username, "username is missing or has a colon.");
        if (user.Contains(':', StringComparison.Ordinal)) throw new FormatException("username is missing or has a colon.");
        if (PasswordPbkdf2 is null) return OfPassword(id, user, PasswordHash.InClear(LongEnough(Password, "password", "")));

        Refuse(Password, "password and password_pbkdf2 are both given; keep one.");
        return OfPassword(id, user, PasswordHash.Read(PasswordPbkdf2.Trim()) ?? throw new FormatException(string.Create(CultureInfo.InvariantCulture,
            $"password_pbkdf2 is not pbkdf2-sha256:ITERATIONS:SALT:HASH with {PasswordHash.FewestIterations} to {PasswordHash.MostIterations} iterations; 'codex-a2a token --password' makes one.")));
    }

    private Credential OfPassword(string id, string user, PasswordHash password) =>
        new(id, CredentialScheme.Basic, null, user, Capabilities ?? DefaultOfBasic) { Password = password };

    private Credential OfCertificate(string id)
    {
        Refuse(Token ?? TokenSha256 ?? Username ?? Password ?? PasswordPbkdf2, "a certificate item has certificate and principal, and no secret.");
        return new(id, CredentialScheme.Certificate, null, Named(Principal, "principal is missing; it names whom the certificate stands for."), Capabilities ?? [])
        {
            Certificate = Named(Certificate, "certificate is missing: a name in it, or sha256: and its fingerprint."),
        };
    }

    private DateTimeOffset? ReadTime() => Expires is null ? null
        : DateTimeOffset.TryParseExact(Expires, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new FormatException("expires is no time with a zone, such as 2027-01-31T12:00:00Z.");

    private static string Named(string? name, string mistake) => string.IsNullOrWhiteSpace(name) ? throw new FormatException(mistake) : name;

    private static string LongEnough(string? secret, string what, string help) => secret is { Length: >= MinimumSecretLength } ? secret
        : throw new FormatException($"the {what} is shorter than {MinimumSecretLength} characters{help}.");

    private static void Refuse(string? given, string mistake)
    {
        if (given is not null) throw new FormatException(mistake);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IReadOnlyList<CredentialItem>))]
internal sealed partial class CredentialItemJson : JsonSerializerContext;
