using CodexA2A.Api.Auth;
using CodexA2A.Api.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Access;

/// <summary>Ends the start where a credential lists what is no capability: whoever misspelt one would learn it from a refusal.</summary>
internal sealed class CapabilityValidator : IValidateOptions<A2AOptions>
{
    public ValidateOptionsResult Validate(string? name, A2AOptions options)
    {
        IReadOnlyList<Credential> credentials;
        try
        {
            credentials = CredentialReader.Read(options);
        }
        catch (FormatException)
        {
            // Another check says it.
            return ValidateOptionsResult.Skip;
        }

        return Check(credentials) is { } wrong ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;
    }

    /// <summary>The same of credentials that a changed file has (<see cref="CredentialRule"/>).</summary>
    public static string? Check(IReadOnlyList<Credential> credentials)
    {
        string[] wrong = [.. credentials.SelectMany(credential => credential.Capabilities.Except(CapabilityNames.All, StringComparer.Ordinal)
            .Select(capability => $"{credential.Id} lists the capability {capability}, which there is not; take of {string.Join(", ", CapabilityNames.All)}."))];
        return wrong.Length == 0 ? null : string.Join(' ', wrong);
    }
}
