using CodexA2A.Api.Extensions;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Hosting;

/// <summary>Refuses to require an extension that nobody could know.</summary>
internal sealed class ExtensionValidator : IValidateOptions<A2AOptions>
{
    public ValidateOptionsResult Validate(string? name, A2AOptions options)
    {
        var unknown = options.RequiredExtensions.Where(uri => KnownExtensions.Find(uri) is null).ToList();
        return unknown.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown.Select(uri =>
            $"A2A:RequiredExtensions: {uri} is no extension of this service; it has {string.Join(", ", KnownExtensions.All.Select(known => known.Uri))}."));
    }
}
