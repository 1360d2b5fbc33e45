namespace CodexA2A.Api.Edge;

/// <summary>The refusals of the edge, which tell nothing of what the service would have done.</summary>
internal static class EdgeErrors
{
    /// <summary>The reason of a page of elsewhere.</summary>
    public const string OriginReason = "ORIGIN_NOT_ALLOWED";

    /// <summary>The reason of another name.</summary>
    public const string HostReason = "HOST_NOT_ALLOWED";

    /// <summary>Two words for where the body ends.</summary>
    public static A2AException End => A2AException.InvalidRequest("The end of the body is given in two ways, or in one that is not served: send Content-Length or chunks alone.");

    /// <summary>A page of elsewhere.</summary>
    public static A2AException Origin => new(A2AErrorCode.PermissionDenied,
        "Web pages of this origin may not call this service. Whoever runs it lists the origins that may in A2A:AllowedOrigins.")
    {
        Reason = OriginReason,
    };

    /// <summary>Another name.</summary>
    public static A2AException Host => new(A2AErrorCode.PermissionDenied,
        "This service does not answer to the host of this request. Whoever runs it names the host in A2A:PublicUrl or A2A:AllowedHosts.")
    {
        Reason = HostReason,
    };
}
