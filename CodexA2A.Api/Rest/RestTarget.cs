namespace CodexA2A.Api.Rest;

/// <summary>What the path of a route names.</summary>
internal static class RestTarget
{
    /// <summary>The segment <c>{id}</c>: an id, and a verb behind its last colon. Our ids have no colon.</summary>
    public static (string Id, string Verb) Of(HttpContext http)
    {
        var segment = Value(http, "id");
        var colon = segment.LastIndexOf(':');
        return colon < 0 ? (segment, "") : (segment[..colon], segment[(colon + 1)..]);
    }

    /// <summary>A segment of the path.</summary>
    public static string Value(HttpContext http, string name) => (string)http.GetRouteValue(name)!;
}
