using System.Text.Json;
using System.Text.Json.Serialization;
using CodexA2A.Api.Hosting;

namespace CodexA2A.Api.Auth;

/// <summary>Makes the credentials from the settings; what is wrong is said by place, never by value.</summary>
internal static class CredentialReader
{
    /// <summary>The principal of <see cref="A2AOptions.BearerToken"/>.</summary>
    public const string DefaultPrincipal = "default";

    /// <summary>What a basic item may do that lists nothing, as the predecessor had it; a bearer item may do what it lists.</summary>
    private static readonly string[] DefaultOfBasic = ["turn_control", "exec_control"];

    /// <summary>Shorter tokens can be guessed.</summary>
    private const int MinimumSecretLength = 8;

    /// <summary>The enabled credentials.</summary>
    /// <exception cref="FormatException">With all mistakes, and how to fix them.</exception>
    public static IReadOnlyList<Credential> Read(A2AOptions options)
    {
        var mistakes = new List<string>();
        var credentials = new List<Credential>();
        if (!string.IsNullOrEmpty(options.BearerToken))
        {
            Add(credentials, mistakes, "A2A:BearerToken", Bearer("bearer", options.BearerToken, DefaultPrincipal, []));
        }

        foreach (var (principal, token) in options.BearerTokens)
        {
            Add(credentials, mistakes, $"A2A:BearerTokens:{principal}", Bearer($"bearer:{principal}", token, principal, []));
        }

        foreach (var (item, at) in ReadItems(options.StaticAuthCredentials, mistakes))
        {
            if (item is null) mistakes.Add($"{at}: is null; give an object, or leave it out.");
            else if (item.Enabled) Add(credentials, mistakes, at, FromItem(item, at));
        }

        return mistakes.Count == 0 ? credentials : throw new FormatException(string.Join(' ', mistakes));
    }

    private static void Add(List<Credential> credentials, List<string> mistakes, string at, (Credential? Credential, string? Mistake) made)
    {
        if (made.Mistake is { } mistake)
        {
            mistakes.Add($"{at}: {mistake}");
        }
        else if (made.Credential is { } credential)
        {
            if (credentials.Any(other => other.Scheme == credential.Scheme && other.Secret.Matches(credential.Secret)))
            {
                mistakes.Add($"{at}: the same secret is given twice; use one per principal.");
            }
            else
            {
                credentials.Add(credential);
            }
        }
    }

    private static (Credential?, string?) FromItem(StaticCredential item, string at) => item.Scheme?.ToUpperInvariant() switch
    {
        "BEARER" when item.Username is not null || item.Password is not null => (null, "a bearer item has token and principal, not username and password."),
        "BEARER" => Bearer(item.Id ?? at, item.Token, item.Principal, item.Capabilities),
        "BASIC" when item.Token is not null || item.Principal is not null => (null, "a basic item has username and password, not token and principal."),
        "BASIC" => Basic(item.Id ?? at, item.Username, item.Password, item.Capabilities),
        _ => (null, "scheme must be bearer or basic."),
    };

    private static (Credential?, string?) Bearer(string id, string? token, string? principal, IReadOnlyList<string>? capabilities) =>
        string.IsNullOrWhiteSpace(principal) ? (null, "principal is missing; it names whom the token stands for.")
        : token is null || token.Trim().Length < MinimumSecretLength ? (null, $"the token is shorter than {MinimumSecretLength} characters; make one with 'codex-a2a token'.")
        : (new Credential(id, CredentialScheme.Bearer, SecretHash.Of(token.Trim()), principal, capabilities ?? []), null);

    private static (Credential?, string?) Basic(string id, string? username, string? password, IReadOnlyList<string>? capabilities) =>
        string.IsNullOrWhiteSpace(username) || username.Contains(':', StringComparison.Ordinal) ? (null, "username is missing or has a colon.")
        : password is null || password.Length < MinimumSecretLength ? (null, $"the password is shorter than {MinimumSecretLength} characters.")
        : (new Credential(id, CredentialScheme.Basic, SecretHash.Of($"{username}:{password}"), username, capabilities ?? DefaultOfBasic), null);

    private static IEnumerable<(StaticCredential? Item, string At)> ReadItems(string? json, List<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(json)) return [];
        try
        {
            IReadOnlyList<StaticCredential?> items = JsonSerializer.Deserialize(json, StaticCredentialJson.Default.IReadOnlyListStaticCredential) ?? [];
            return items.Select((item, index) => (item, $"A2A:StaticAuthCredentials[{index}]"));
        }
        catch (JsonException exception)
        {
            // The parser's message may quote the text, which holds secrets: only the place is told.
            mistakes.Add($"A2A:StaticAuthCredentials is not a JSON array of credentials (wrong at {exception.Path ?? "$"}, line {exception.LineNumber + 1}); see docs/configuration.md.");
            return [];
        }
    }
}

/// <summary>One item of A2A:StaticAuthCredentials.</summary>
internal sealed record StaticCredential
{
    public string? Id { get; set; }
    public string? Scheme { get; set; }
    public string? Token { get; set; }
    public string? Principal { get; set; }
    public string? Username { get; set; }
    public string? Password { get; set; }
    public IReadOnlyList<string>? Capabilities { get; set; }
    public bool Enabled { get; set; } = true;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IReadOnlyList<StaticCredential>))]
internal sealed partial class StaticCredentialJson : JsonSerializerContext;
