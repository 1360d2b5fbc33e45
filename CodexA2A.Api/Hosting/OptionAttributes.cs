using System.ComponentModel.DataAnnotations;

namespace CodexA2A.Api.Hosting;

/// <summary>An absolute http or https URL without query and fragment, or none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AbsoluteUrlAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is not string { Length: > 0 } text
        || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0);
}
