namespace CodexA2A.Api.Auth;

/// <summary>All credentials. A look-up compares with every one of them, so that its time says nothing about which is near.</summary>
internal sealed class CredentialTable
{
    private readonly IReadOnlyList<Credential> credentials;
    private readonly ILookup<string, Credential> passwords;

    public CredentialTable(IReadOnlyList<Credential> credentials, bool listedCertificates = false)
    {
        this.credentials = credentials;
        passwords = credentials.Where(credential => credential.Password is not null).ToLookup(credential => credential.Principal, StringComparer.Ordinal);
        PasswordIterations = (int)passwords.Select(user => user.Sum(credential => (long)credential.Password!.Iterations)).DefaultIfEmpty().Max();
        Schemes = [.. credentials.Select(credential => credential.Scheme).Distinct().Order()];
        ListsCertificates = listedCertificates || Has(CredentialScheme.Certificate);
    }

    /// <summary>True when nobody can authenticate.</summary>
    public bool IsEmpty => credentials.Count == 0;

    /// <summary>The schemes that some credential uses.</summary>
    public IReadOnlyList<CredentialScheme> Schemes { get; }

    /// <summary>True when only the certificates of items are taken; once it was so, it stays so until a restart.</summary>
    public bool ListsCertificates { get; }

    /// <summary>What every check of a password costs: the iterations of the user who has most; 0 when nobody has a password.</summary>
    public int PasswordIterations { get; }

    /// <summary>True when some credential uses <paramref name="scheme"/>.</summary>
    public bool Has(CredentialScheme scheme) => Schemes.Contains(scheme);

    /// <summary>The credential that is presented, or null; but for passwords, which are slow to check.</summary>
    public Credential? Find(PresentedSecret? presented, DateTimeOffset now)
    {
        if (presented is null) return null;
        var hash = SecretHash.Of(presented.Secret);
        Credential? found = null;
        foreach (var credential in credentials)
        {
            if (credential.Secret is { } secret && secret.Matches(hash) & credential.Scheme == presented.Scheme) found ??= credential;
        }

        return found?.IsLive(now) == true ? found : null;
    }

    /// <summary>The passwords of a user that are live.</summary>
    public IReadOnlyList<Credential> PasswordsOf(string user, DateTimeOffset now) => [.. passwords[user].Where(credential => credential.IsLive(now))];

    /// <summary>The same credential in this table; null when it is gone, or lets in somebody else.</summary>
    public Credential? Same(Credential other) => credentials.FirstOrDefault(credential => credential.LetsInAs(other));

    /// <summary>The credentials of scheme Certificate.</summary>
    public IEnumerable<Credential> Certificates => credentials.Where(credential => credential.Scheme == CredentialScheme.Certificate);
}
