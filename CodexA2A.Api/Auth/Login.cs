namespace CodexA2A.Api.Auth;

/// <summary>What came of looking at what a request presents; <see cref="Caller"/> or <see cref="Error"/>.</summary>
internal sealed record Login
{
    /// <summary>Nothing was presented.</summary>
    public static readonly Login Nothing = new() { Error = Missing("This service needs a valid Authorization header.") };

    /// <summary>Who calls; null for nobody.</summary>
    public Caller? Caller { get; private init; }

    /// <summary>The answer to nobody.</summary>
    public A2AException? Error { get; private init; }

    /// <summary>The credential of the caller; null of anonymous ones and of those that an issuer or an authority vouches for.</summary>
    public Credential? Credential { get; private init; }

    /// <summary>From when on it is refused; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How the caller was presented, for logs.</summary>
    public CredentialScheme? Scheme { get; init; }

    /// <summary>A caller by a credential.</summary>
    public static Login Of(Credential credential) => new()
    {
        Caller = new(new Tasks.Owner(credential.Tenant, credential.Principal), credential.Id, credential.Capabilities),
        Credential = credential,
        Until = credential.Expires,
        Scheme = credential.Scheme,
    };

    /// <summary>A caller without one of ours.</summary>
    public static Login Of(Caller caller) => new() { Caller = caller };

    /// <summary>Refused; <paramref name="scheme"/> was presented.</summary>
    public static Login Refused(CredentialScheme? scheme) => Nothing with { Scheme = scheme };

    /// <summary>Not looked at, or one too many: to be tried again later.</summary>
    public static Login Later(CredentialScheme? scheme, TimeSpan wait) => new()
    {
        Scheme = scheme,
        Error = Wait(A2AErrorCode.TooManyRequests, "Too many logins have failed from this address or with this name. Try again later, with a valid credential.", wait),
    };

    /// <summary>Nobody can say now whether it is right.</summary>
    public static Login Unknown(CredentialScheme scheme, string message, TimeSpan wait) => new() { Scheme = scheme, Error = Wait(A2AErrorCode.Unavailable, message, wait) };

    private static A2AException Wait(A2AErrorCode code, string message, TimeSpan wait) => new(code, message)
    {
        Metadata = new Dictionary<string, string>(1)
        {
            [Errors.ErrorHeaders.RetryAfterKey] = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture),
        },
    };

    private static A2AException Missing(string message) => new(A2AErrorCode.Unauthenticated, message);
}
