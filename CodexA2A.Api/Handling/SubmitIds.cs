using System.Security.Cryptography;
using System.Text;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>The id under which a message is submitted once, and the context it gets when it names none (contracts.md §1).</summary>
/// <param name="SubmitId">Makes the submit unique.</param>
/// <param name="NewContextId">The context of a message that names none.</param>
internal sealed record SubmitIds(string SubmitId, string NewContextId)
{
    /// <summary>From the caller's Idempotency-Key: the same key of the same caller gives the same two ids. Without one, new ids.</summary>
    /// <exception cref="A2AException">InvalidParams: the key is empty, too long or not visible ASCII.</exception>
    public static SubmitIds Create(Owner owner, string? idempotencyKey)
    {
        if (idempotencyKey is null) return new(Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        if (idempotencyKey.Length is 0 or > 255 || !Text.IsVisibleAscii(idempotencyKey))
        {
            throw A2AException.InvalidParams(Headers.IdempotencyKey, "must be 1 to 255 visible ASCII characters");
        }

        // Lengths first, so that no two callers' keys give the same bytes.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{owner.Tenant.Length}:{owner.Tenant}{owner.Principal.Length}:{owner.Principal}{idempotencyKey}"));
        return new($"key-{new Guid(hash.AsSpan(0, 16))}", new Guid(hash.AsSpan(16, 16)).ToString());
    }
}
