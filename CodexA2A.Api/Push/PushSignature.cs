using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CodexA2A.Api.Push;

/// <summary>
/// Signs a delivery: HMAC-SHA256 over the event's id, a full stop, the time in Unix seconds, a full stop, and the body's bytes. Neither
/// of the first two has a full stop, so that nothing can be moved between them.
/// </summary>
internal static class PushSignature
{
    /// <summary>The scheme, which stands before each signature: another one will have another name.</summary>
    public const string Version = "v1";

    /// <summary>The values of X-A2A-Timestamp and X-A2A-Signature.</summary>
    /// <param name="key">The operator's key, or the webhook's token.</param>
    /// <param name="eventId">As in X-A2A-Event-Id: what a receiver knows an event again by must not be changed on the way.</param>
    /// <param name="at">When it is sent: a receiver refuses what is old.</param>
    /// <param name="body">The bytes that are sent.</param>
    public static (string Timestamp, string Signature) Create(string key, string eventId, DateTimeOffset at, ReadOnlyMemory<byte> body)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key));
        hash.AppendData(Encoding.ASCII.GetBytes($"{eventId}.{timestamp}."));
        hash.AppendData(body.Span);
        return (timestamp, $"{Version}={Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }
}
