using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CodexA2A.Api.Push;

/// <summary>Signs a delivery: HMAC-SHA256 over the time in Unix seconds, a full stop, and the body's bytes.</summary>
internal static class PushSignature
{
    /// <summary>The values of X-A2A-Timestamp and X-A2A-Signature.</summary>
    /// <param name="key">The operator's key, or the webhook's token.</param>
    /// <param name="at">When it is sent: a receiver refuses what is old.</param>
    /// <param name="body">The bytes that are sent.</param>
    public static (string Timestamp, string Signature) Create(string key, DateTimeOffset at, ReadOnlyMemory<byte> body)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key));
        hash.AppendData(Encoding.ASCII.GetBytes(timestamp + "."));
        hash.AppendData(body.Span);
        return (timestamp, "sha256=" + Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
