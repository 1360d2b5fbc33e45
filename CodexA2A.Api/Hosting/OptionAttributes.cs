using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace CodexA2A.Api.Hosting;

/// <summary>An absolute http or https URL without query and fragment, or none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AbsoluteUrlAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is not string { Length: > 0 } text
        || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0);
}

/// <summary>A host and a port without a scheme, or none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HostAndPortAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is not string { Length: > 0 } text
        || (text.LastIndexOf(':') is > 0 and var colon
            && Uri.CheckHostName(text[..colon].Trim('[', ']')) != UriHostNameType.Unknown
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535);
}

/// <summary>The name of a header of our own.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HeaderNameAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is string { Length: > 0 and <= 64 } text
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && !text.Equals("Authorization", StringComparison.OrdinalIgnoreCase);
}
