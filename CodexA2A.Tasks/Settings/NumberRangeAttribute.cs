using System.ComponentModel.DataAnnotations;

namespace CodexA2A.Tasks;

/// <summary>A number between two others, both included. (The generated validator drops the message of the framework's own range attribute.)</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NumberRangeAttribute(int minimum, int maximum) : ValidationAttribute
{
    /// <summary>Smallest number.</summary>
    public int Minimum { get; } = minimum;

    /// <summary>Largest number.</summary>
    public int Maximum { get; } = maximum;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is int number && number >= Minimum && number <= Maximum);
}
