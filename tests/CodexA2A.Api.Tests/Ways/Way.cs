namespace CodexA2A.Api.Tests.Ways;

/// <summary>The five ways to call the service.</summary>
public enum Way
{
    /// <summary>A2A 1.0, POST /.</summary>
    JsonRpc,

    /// <summary>A2A 1.0, HTTP+JSON routes.</summary>
    Rest,

    /// <summary>A2A 1.0, gRPC.</summary>
    Grpc,

    /// <summary>A2A 0.3, POST /.</summary>
    Rpc03,

    /// <summary>A2A 0.3, routes under /v1.</summary>
    Rest03,
}
