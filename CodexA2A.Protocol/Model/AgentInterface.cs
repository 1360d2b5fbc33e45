namespace CodexA2A.Protocol;

/// <summary>One address of the agent, with its binding and protocol version (A2A 1.0, <c>AgentInterface</c>).</summary>
public sealed record AgentInterface
{
    /// <summary>Required. Absolute URL; <c>host:port</c> for gRPC.</summary>
    public required string Url { get; init => field = value ?? ""; }

    /// <summary>Required. One of <see cref="ProtocolBindings"/>, or a URI.</summary>
    public required string ProtocolBinding { get; init => field = value ?? ""; }

    /// <summary>Opaque; a client repeats it in every request.</summary>
    public string? Tenant { get; init; }

    /// <summary>Required. Major and minor, such as <c>1.0</c>.</summary>
    public required string ProtocolVersion { get; init => field = value ?? ""; }
}

/// <summary>The bindings that the specification names (A2A 1.0, 4.4.6).</summary>
public static class ProtocolBindings
{
    /// <summary>JSON-RPC 2.0 over HTTP.</summary>
    public const string JsonRpc = "JSONRPC";

    /// <summary>gRPC.</summary>
    public const string Grpc = "GRPC";

    /// <summary>HTTP with JSON.</summary>
    public const string HttpJson = "HTTP+JSON";
}
