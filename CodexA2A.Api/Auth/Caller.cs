using CodexA2A.Tasks;

namespace CodexA2A.Api.Auth;

/// <summary>The authenticated caller of a request, as a feature of it.</summary>
/// <param name="Owner">Whose tasks it sees.</param>
/// <param name="CredentialId">The credential it used, for logs; never the secret.</param>
/// <param name="Capabilities">What else it may do.</param>
internal sealed record Caller(Owner Owner, string CredentialId, IReadOnlyList<string> Capabilities)
{
    /// <summary>Who calls without credentials where that is allowed.</summary>
    public static readonly Caller Anonymous = new(new Owner("", "anonymous"), "anonymous", []);
}
