using System.Text.Json;
using CodexA2A.Api.Hosting;

namespace CodexA2A.Api.Auth;

/// <summary>Makes the credentials from the settings and the file; what is wrong is said by place, never by value.</summary>
internal sealed class CredentialReader
{
    /// <summary>The principal of <see cref="A2AOptions.BearerToken"/>.</summary>
    public const string DefaultPrincipal = "default";

    /// <summary>The setting that names the file.</summary>
    public const string FileSetting = "A2A:CredentialsFile";

    private readonly List<string> mistakes = [];
    private readonly List<Credential> credentials = [];
    private Credential? turnedOff;

    private CredentialReader()
    {
    }

    /// <summary>The enabled credentials, those of the file among them.</summary>
    /// <exception cref="FormatException">With all mistakes, and how to fix them.</exception>
    public static IReadOnlyList<Credential> Read(A2AOptions options) => Read(options, CredentialFile.Read(options.CredentialsFile));

    /// <summary>The same with a file that has been read; null for none.</summary>
    /// <exception cref="FormatException">With all mistakes, and how to fix them.</exception>
    public static IReadOnlyList<Credential> Read(A2AOptions options, string? file)
    {
        var reader = new CredentialReader();
        if (!string.IsNullOrEmpty(options.BearerToken))
        {
            reader.Add("A2A:BearerToken", _ => CredentialItem.OfToken("bearer", CredentialScheme.Bearer, options.BearerToken, DefaultPrincipal, []));
        }

        foreach (var (principal, token) in options.BearerTokens)
        {
            reader.Add($"A2A:BearerTokens:{principal}", _ => CredentialItem.OfToken($"bearer:{principal}", CredentialScheme.Bearer, token, principal, []));
        }

        reader.AddItems("A2A:StaticAuthCredentials", options.StaticAuthCredentials);
        reader.AddItems(FileSetting, file);
        reader.CheckIterations();
        if (reader.turnedOff is { } off && !reader.credentials.Exists(credential => credential.Scheme == off.Scheme)) reader.credentials.Add(off);
        return reader.mistakes.Count == 0 ? reader.credentials : throw new FormatException(string.Join(' ', reader.mistakes));
    }

    // Every wrong password of anybody costs as much as the passwords of the user who has most.
    private void CheckIterations()
    {
        foreach (var user in credentials.Where(credential => credential.Password is not null).GroupBy(credential => credential.Principal, StringComparer.Ordinal))
        {
            // Basic has no place to say which.
            if (user.Select(credential => credential.Tenant).Distinct(StringComparer.Ordinal).Skip(1).Any())
            {
                mistakes.Add($"{user.First().Id}: this user name is given in more than one tenant; a user name is of one.");
            }

            if (user.Sum(credential => (long)credential.Password!.Iterations) > Passwords.PasswordHash.MostIterations)
            {
                mistakes.Add($"{user.First().Id}: the passwords of this user have more than {Passwords.PasswordHash.MostIterations:N0} iterations together, of which one in clear counts {Passwords.PasswordHash.DefaultIterations:N0}; give them fewer, or keep fewer passwords.");
            }
        }
    }

    private void Add(string at, Func<string, Credential> read)
    {
        try
        {
            var credential = read(at);
            if (credentials.Any(other => IsSameSecret(other, credential))) mistakes.Add($"{at}: the same secret is given twice; use one per principal.");
            else credentials.Add(credential);
        }
        catch (FormatException exception)
        {
            mistakes.Add($"{at}: {exception.Message}");
        }
    }

    private static bool IsSameSecret(Credential one, Credential other) => one.Scheme == other.Scheme
        && ((one.Secret is not null && other.Secret is not null && one.Secret.Matches(other.Secret))
            || (one.Password is not null && one.Principal == other.Principal && one.Password.Text == other.Password?.Text)
            || (one.Certificate is not null && string.Equals(one.Certificate, other.Certificate, StringComparison.OrdinalIgnoreCase)));

    private void AddItems(string setting, string? json)
    {
        if (string.IsNullOrWhiteSpace(json)) return;
        IReadOnlyList<CredentialItem?> items;
        try
        {
            items = JsonSerializer.Deserialize(json, CredentialItemJson.Default.IReadOnlyListCredentialItem) ?? [];
        }
        catch (JsonException exception)
        {
            // The parser's message may quote the text, which holds secrets: only the place is told.
            mistakes.Add($"{setting} is not a JSON array of credentials (wrong at {exception.Path ?? "$"}, line {exception.LineNumber + 1}); see docs/configuration.md.");
            return;
        }

        for (var index = 0; index < items.Count; index++)
        {
            var at = $"{setting}[{index}]";
            if (items[index] is not { } item) mistakes.Add($"{at}: is null; give an object, or leave it out.");
            else if (item.Enabled) Add(at, item.Read);
            // Where certificates are listed, only those are taken: also when the last one of the list is turned off.
            else if (item.IsCertificate) turnedOff ??= new(at, CredentialScheme.Certificate, null, at, []) { Certificate = at, Expires = DateTimeOffset.MinValue };
        }
    }
}
