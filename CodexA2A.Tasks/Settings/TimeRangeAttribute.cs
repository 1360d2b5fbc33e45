using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace CodexA2A.Tasks;

/// <summary>A duration between two others, both included. (The framework's own range attribute converts by reflection.)</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    /// <summary>Shortest duration.</summary>
    public string Minimum { get; } = minimum;

    /// <summary>Longest duration.</summary>
    public string Maximum { get; } = maximum;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null
        || (value is TimeSpan time
            && time >= TimeSpan.Parse(Minimum, CultureInfo.InvariantCulture)
            && time <= TimeSpan.Parse(Maximum, CultureInfo.InvariantCulture));
}
