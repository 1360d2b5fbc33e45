using System.Text.Json;

namespace CodexA2A.Tasks;

/// <summary>Calls and replies as bytes, within their size.</summary>
internal static class ControlJson
{
    /// <summary>A reply; one that is too large becomes a fault that says so.</summary>
    public static byte[] Write(ControlReply reply)
    {
        var bytes = SeamJson.Serialize(reply);
        return bytes.Length <= ControlLimits.MaxBytes ? bytes : SeamJson.Serialize(ControlFaults.ReplyTooLarge(bytes.Length));
    }

    /// <summary>What <see cref="Write"/> wrote, perhaps that of another release.</summary>
    public static ControlReply ReadReply(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reply = SeamJson.Deserialize<ControlReply>(utf8);
            return reply is { Result: null, Fault: null } ? ControlFaults.Failed : reply;
        }
        catch (JsonException)
        {
            return ControlFaults.Failed;
        }
    }

    /// <summary>A call that this release can read; null otherwise.</summary>
    public static ControlMessage? TryReadCall(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return SeamJson.Deserialize<ControlMessage>(utf8);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A call on its way.</summary>
/// <param name="Id">Made for it.</param>
/// <param name="ReplyTo">Where the asker waits.</param>
/// <param name="Call">The call.</param>
internal sealed record ControlMessage(string Id, string ReplyTo, ControlCall Call);
