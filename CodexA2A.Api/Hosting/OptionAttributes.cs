using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace CodexA2A.Api.Hosting;

/// <summary>A number within limits. The validator generator puts a type of its own in the place of the framework's range, and loses the message.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NumberRangeAttribute(int minimum, int maximum) : RangeAttribute(minimum, maximum);

/// <summary>A time span within limits; unlike the range attribute of the framework it needs no reflection.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    public string Minimum { get; } = minimum;

    public string Maximum { get; } = maximum;

    public override bool IsValid(object? value) => value is not TimeSpan time
        || (time >= TimeSpan.Parse(Minimum, CultureInfo.InvariantCulture) && time <= TimeSpan.Parse(Maximum, CultureInfo.InvariantCulture));
}

/// <summary>An absolute http or https URL without query and fragment, or none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AbsoluteUrlAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is not string { Length: > 0 } text
        || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0);
}
