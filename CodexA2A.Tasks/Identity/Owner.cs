namespace CodexA2A.Tasks;

/// <summary>
/// Who a task, session, interrupt or command belongs to. It is a parameter of every call on the seam
/// (contracts.md §1): what belongs to another owner answers exactly as what does not exist.
/// </summary>
/// <param name="Tenant">The tenant, or the empty string where the installation has none.</param>
/// <param name="Principal">The stable name of the authenticated caller; it outlives a change of credentials.</param>
public readonly record struct Owner(string Tenant, string Principal)
{
    /// <summary>Nobody: whose a question is that is about the installation.</summary>
    public static Owner Nobody { get; } = new("", "");

    /// <inheritdoc />
    public override string ToString() => Tenant.Length == 0 ? Principal : $"{Tenant}/{Principal}";
}
