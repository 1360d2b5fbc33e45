using System.ComponentModel.DataAnnotations;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Auth.Jwt;

/// <summary>Settings of tokens that an issuer signs (OpenID Connect, JWT), section <c>A2A:Jwt</c>; off until <c>Authority</c> or <c>KeysFile</c> is set.</summary>
public sealed class JwtOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "A2A:Jwt";

    /// <summary>URL of the issuer, below which its OpenID Connect configuration is; https, or http of this machine. Default: none.</summary>
    public string? Authority { get; set; }

    /// <summary>A file with the issuer's public keys (a JSON Web Key Set), in place of <c>Authority</c>; it is read again when a token names a key that it lacks. Default: none.</summary>
    public string? KeysFile { get; set; }

    /// <summary>What a token must have as <c>iss</c>. Default: the issuer that <c>Authority</c> is.</summary>
    public string? Issuer { get; set; }

    /// <summary>What a token must have as, or among, <c>aud</c>; required, because a token for somebody else must not open this service. Default: none.</summary>
    public string? Audience { get; set; }

    /// <summary>The algorithms of signatures that are taken, separated by commas: RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512. Default: ES256,RS256.</summary>
    [Required(ErrorMessage = "A2A:Jwt:Algorithms is empty. Give one, such as ES256, or remove it.")]
    public string Algorithms { get; set; } = "ES256,RS256";

    /// <summary>By how much the issuer's clock may differ from ours. Default: 00:00:30.</summary>
    [TimeRange("00:00:00", "00:05:00", ErrorMessage = "A2A:Jwt:ClockSkew must be between 00:00:00 and 00:05:00.")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The claim that names the caller; its principal is <c>ISSUER#VALUE</c>. Choose one that the issuer never gives to somebody else. Default: sub.</summary>
    [Required(ErrorMessage = "A2A:Jwt:PrincipalClaim is empty. Name a claim, or remove it.")]
    public string PrincipalClaim { get; set; } = "sub";

    /// <summary>
    /// The claim that lists what else the caller may do, as an array or as words with spaces between them; one that lists nothing grants
    /// nothing, and so does a token without the claim that is named here. Default: capabilities, without which a token may do what a
    /// credential may that lists nothing.
    /// </summary>
    [Required(ErrorMessage = "A2A:Jwt:CapabilitiesClaim is empty. Name a claim, or remove it.")]
    public string CapabilitiesClaim { get; set; } = DefaultCapabilitiesClaim;

    /// <summary>The claim that names the caller's tenant; a token without it, or with one that is no name of a tenant, is refused. Default: none, no caller has a tenant.</summary>
    public string? TenantClaim { get; set; }

    /// <summary>The claim that is looked for where none is named.</summary>
    internal const string DefaultCapabilitiesClaim = "capabilities";

    /// <summary>True when tokens of an issuer are taken.</summary>
    internal bool IsOn => !string.IsNullOrEmpty(Authority) || !string.IsNullOrEmpty(KeysFile);

    /// <summary>The issuer that is taken.</summary>
    internal string ExpectedIssuer => string.IsNullOrEmpty(Issuer) ? Authority ?? "" : Issuer;

    /// <summary>The algorithms one by one.</summary>
    internal IReadOnlyList<string> AlgorithmList => Algorithms.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Where the issuer says what it is (OpenID Connect Discovery 1.0, 4).</summary>
    internal string? Discovery => string.IsNullOrEmpty(Authority) ? null : Authority.TrimEnd('/') + "/.well-known/openid-configuration";
}

/// <summary>Checks each setting by itself.</summary>
[OptionsValidator]
internal sealed partial class JwtOptionsValidator : IValidateOptions<JwtOptions>;
