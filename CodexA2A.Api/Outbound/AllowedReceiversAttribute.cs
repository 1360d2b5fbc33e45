using System.ComponentModel.DataAnnotations;

namespace CodexA2A.Api.Outbound;

/// <summary>A list of receivers that can be read.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AllowedReceiversAttribute : ValidationAttribute
{
    /// <inheritdoc />
    public override bool IsValid(object? value) => value is null || (value is string text && AllowedReceivers.TryParse(text, out _));
}
