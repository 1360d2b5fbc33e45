namespace CodexA2A.Tasks;

/// <summary>What a tenant may be called: it is a segment of paths, beside those of the protocol.</summary>
public static class TenantName
{
    private const int MaxLength = 64;

    // These begin routes of their own.
    private static readonly string[] Taken = ["tasks", "v1"];

    /// <summary>What a name is, for people.</summary>
    public const string Rule = "tenant must be 1 to 64 letters, digits, '-' or '_', and not tasks or v1.";

    /// <summary>Whether it can be one.</summary>
    public static bool IsOne(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && !Taken.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
