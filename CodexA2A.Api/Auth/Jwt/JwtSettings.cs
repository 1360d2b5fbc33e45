using CodexA2A.ServiceDefaults.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Auth.Jwt;

/// <summary>Checks what belongs together: an issuer with its keys, an audience, and algorithms that only who has a private key can use.</summary>
internal sealed class JwtSettings : IValidateOptions<JwtOptions>
{
    /// <summary>Every algorithm that can be configured; none of them takes a shared secret.</summary>
    public static readonly IReadOnlyList<string> Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public ValidateOptionsResult Validate(string? name, JwtOptions options)
    {
        if (!options.IsOn)
        {
            return string.IsNullOrEmpty(options.Issuer) && string.IsNullOrEmpty(options.Audience) ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("A2A:Jwt has an issuer or an audience but no keys: set A2A:Jwt:Authority or A2A:Jwt:KeysFile.");
        }

        List<string> wrong = [];
        if (!string.IsNullOrEmpty(options.Authority))
        {
            if (!string.IsNullOrEmpty(options.KeysFile)) wrong.Add("A2A:Jwt:Authority and A2A:Jwt:KeysFile are both set; keep one.");
            if (!IsTrustworthy(options.Authority)) wrong.Add("A2A:Jwt:Authority must be an https URL (http only on this machine), such as https://login.example.org.");
        }
        else
        {
            if (string.IsNullOrEmpty(options.Issuer)) wrong.Add("A2A:Jwt:Issuer is missing; with A2A:Jwt:KeysFile nothing else says whose tokens are taken.");
            if (FileProblem(options.KeysFile!, options) is { } problem) wrong.Add(problem);
        }

        if (options.ExpectedIssuer.Contains('#', StringComparison.Ordinal)) wrong.Add("A2A:Jwt:Issuer must have no '#'.");
        if (string.IsNullOrEmpty(options.Audience)) wrong.Add("A2A:Jwt:Audience is missing; without it the token of any other service would open this one.");
        wrong.AddRange(options.AlgorithmList.Except(Algorithms, StringComparer.Ordinal).Select(algorithm =>
            $"A2A:Jwt:Algorithms has {algorithm}, which is none of {string.Join(", ", Algorithms)}."));
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    /// <summary>True of a URL whose answer is the issuer's: https, or of this machine.</summary>
    public static bool IsTrustworthy(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Fragment.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && BindAddresses.IsLoopbackHost(url.Host)));

    private static string? FileProblem(string file, JwtOptions options)
    {
        try
        {
            return IssuerKeySet.Read(File.ReadAllBytes(file), options.AlgorithmList).Keys.Count == 0
                ? $"A2A:Jwt:KeysFile: {file} has no key for {options.Algorithms}." : null;
        }
        catch (FormatException exception)
        {
            return $"A2A:Jwt:KeysFile: {file} {exception.Message}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"A2A:Jwt:KeysFile: {file} cannot be read: {exception.Message}";
        }
    }
}
