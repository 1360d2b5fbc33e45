using System.Text.Json.Nodes;

namespace CodexA2A.Protocol;

/// <summary>A detached JWS over a card (A2A 1.0, <c>AgentCardSignature</c>; RFC 7515).</summary>
public sealed record AgentCardSignature
{
    /// <summary>Required. Protected header, base64url of JSON.</summary>
    public required string Protected { get; init => field = value ?? ""; }

    /// <summary>Required. Signature, base64url.</summary>
    public required string Signature { get; init => field = value ?? ""; }

    /// <summary>Unprotected header. Never change it once the card is built.</summary>
    public JsonObject? Header { get; init; }
}
