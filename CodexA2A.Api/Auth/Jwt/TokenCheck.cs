using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CodexA2A.Api.Auth.Jwt;

/// <summary>Checks tokens of the issuer: first what costs nothing (form, issuer, audience, times), then the signature.</summary>
internal sealed class TokenCheck(IssuerKeys keys, IOptions<JwtOptions> options, TimeProvider time)
{
    private const string NoKeys = "The keys of the issuer of this token cannot be had now. Try again later.";

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = StrictToken.MaxLength };
    private readonly IReadOnlyList<string> algorithms = options.Value.AlgorithmList;

    /// <summary>True when tokens of an issuer are taken.</summary>
    public bool IsOn => options.Value.IsOn;

    /// <summary>The caller that a token stands for; null when it is not right.</summary>
    public async ValueTask<Login?> CheckAsync(string text, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!IsOn || StrictToken.Read(text) is not { } token || !algorithms.Contains(token.Algorithm, StringComparer.Ordinal)
            || TokenClaims.Of(token.Claims, options.Value, now) is not { } claims)
        {
            return null;
        }

        if (await keys.ForAsync(token.Algorithm, token.KeyId, cancellationToken) is not { } candidates) return Login.Unknown(CredentialScheme.Bearer, NoKeys, IssuerKeys.Between);
        if (candidates.Count == 0) return null;
        return await IsSignedAsync(text, token, candidates, cancellationToken)
            ? Login.Of(new Caller(new Tasks.Owner(claims.Tenant, claims.Principal), "jwt", claims.Capabilities)) with { Until = claims.Expires, Scheme = CredentialScheme.Bearer }
            : null;
    }

    private async ValueTask<bool> IsSignedAsync(string text, StrictToken token, IReadOnlyList<JsonWebKey> candidates, CancellationToken cancellationToken)
    {
        if ((await handler.ValidateTokenAsync(text, Parameters(candidates))).IsValid) return true;
        var others = await keys.OthersAsync(token.Algorithm, token.KeyId, candidates, cancellationToken);
        return others.Count > 0 && (await handler.ValidateTokenAsync(text, Parameters(others))).IsValid;
    }

    private TokenValidationParameters Parameters(IReadOnlyList<JsonWebKey> candidates) => new()
    {
        IssuerSigningKeys = candidates,
        // Those that are given are the ones that it may be signed with.
        TryAllIssuerSigningKeys = true,
        RequireSignedTokens = true,
        ValidAlgorithms = algorithms,
        ValidateIssuer = true,
        ValidIssuer = options.Value.ExpectedIssuer,
        ValidateAudience = true,
        ValidAudience = options.Value.Audience,
        RequireExpirationTime = true,
        // Judged already, by our own clock.
        ValidateLifetime = false,
        LogValidationExceptions = false,
    };
}
