namespace CodexA2A.Tasks;

/// <summary>
/// Owners as a setting names them: <c>alice</c> has no tenant, <c>acme/alice</c> is of tenant acme, <c>acme/*</c> are all of it. What
/// comes before the first slash is a tenant where it can be one (<see cref="TenantName"/>). A slash in front says that there is none:
/// <c>/acme/alice</c> is the principal <c>acme/alice</c>, <c>/*</c> are all without a tenant.
/// </summary>
/// <param name="Tenant">The tenant, or the empty string for none.</param>
/// <param name="Principal">The principal; null for all of the tenant.</param>
public readonly record struct OwnerName(string Tenant, string? Principal)
{
    private const string All = "*";

    /// <summary>Reads a name; null when it names nobody, or everybody, has blanks around it, control characters, or a star that does not stand for all of a tenant.</summary>
    public static OwnerName? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (tenant, principal) = slash == 0 || (slash > 0 && TenantName.IsOne(text[..slash])) ? (text[..slash], text[(slash + 1)..]) : ("", text);
        return text == All || !IsPlain(principal) ? null : new OwnerName(tenant, principal == All ? null : principal);
    }

    /// <summary>As a setting names it.</summary>
    public override string ToString()
    {
        var written = Tenant.Length == 0 && Principal is { } alone ? alone : $"{Tenant}/{Principal ?? All}";
        return Parse(written) == this ? written : $"/{written}";
    }

    // What looks like a pattern, or like a slip, would be taken for a name that nobody has.
    private static bool IsPlain(string principal) => principal.Length > 0 && principal.Trim() == principal && !principal.Any(char.IsControl)
        && (principal == All || !principal.Contains(All, StringComparison.Ordinal));
}
