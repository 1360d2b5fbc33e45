using System.ComponentModel.DataAnnotations;
using CodexA2A.ServiceDefaults.Edge;

namespace CodexA2A.Api.Edge;

/// <summary>A list of origins, or none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OriginsAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => EdgeSettings.TryOrigins(value as string, out _);
}

/// <summary>A list of names of hosts, or none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HostNamesAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => HostList.TryParse(value as string, out _);
}

/// <summary>A list of addresses and networks, or none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NetworksAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => EdgeSettings.TryNetworks(value as string, out _);
}
