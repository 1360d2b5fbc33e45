using System.Globalization;

namespace CodexA2A.Tasks;

/// <summary>An <see cref="Owner"/> as one text: the tenant's length, a colon, tenant and principal; no two owners give the same text.</summary>
internal static class OwnerKey
{
    /// <summary>The text.</summary>
    public static string Of(Owner owner) =>
        string.Concat(owner.Tenant.Length.ToString(CultureInfo.InvariantCulture), ":", owner.Tenant, owner.Principal);

    /// <summary>The same for a filter; null filters nothing.</summary>
    public static string? OfAny(Owner? owner) => owner is { } one ? Of(one) : null;

    /// <summary>The owner behind a text.</summary>
    public static Owner Parse(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        var tenant = int.Parse(key.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture);
        return new Owner(key.Substring(colon + 1, tenant), key[(colon + 1 + tenant)..]);
    }
}
