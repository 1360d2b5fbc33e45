using System.Text;
using CodexA2A.Api.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Cards.Signing;

/// <summary>Refuses to start with keys that cannot sign, or with texts that not every client would verify.</summary>
internal sealed class SigningValidator : IValidateOptions<A2AOptions>
{
    public ValidateOptionsResult Validate(string? name, A2AOptions options)
    {
        if (options.CardSigningKeyFiles.Count == 0) return ValidateOptionsResult.Success;
        List<string> wrong = [.. options.CardSigningKeyFiles.Select(Problem).OfType<string>()];
        wrong.AddRange(Texts(options).Where(text => !Ascii.IsValid(text.Value ?? "")).Select(text =>
            $"{text.Key} must be ASCII when cards are signed: clients do not agree on how other characters are signed. Change it, or remove A2A:CardSigningKeyFiles."));
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static string? Problem(string file)
    {
        try
        {
            using var key = SigningKeyFiles.Read(file);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    private static Dictionary<string, string?> Texts(A2AOptions options) => new()
    {
        ["A2A:Title"] = options.Title,
        ["A2A:Description"] = options.Description,
        ["A2A:Version"] = options.Version,
        ["A2A:DocumentationUrl"] = options.DocumentationUrl,
        ["A2A:PublicUrl"] = options.PublicUrl,
    };
}
