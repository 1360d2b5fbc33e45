using CodexA2A.Api.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Dialects;

/// <summary>In which version's shape the errors of a request are written: that of 1.0, until the request is known to be one of 0.3.</summary>
internal static class AnswerShape
{
    /// <summary>True for the shape of 0.3.</summary>
    public static bool IsLegacy(HttpContext http) => http.Features.Get<Legacy>() is not null;

    /// <summary>Decides it.</summary>
    public static void Set(HttpContext http, bool legacy) => http.Features.Set(legacy ? Legacy.Instance : null);

    /// <summary>Decides it of a request whose style nobody has seen yet: by its path, else by the version asked for.</summary>
    public static void Guess(HttpContext http)
    {
        if (!http.RequestServices.GetRequiredService<IOptions<A2AOptions>>().Value.ServeV03) return;
        Set(http, http.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal)
            || (http.Request.Path == "/" && Versions.MajorMinor(Versions.Asked(http.Request)) == ProtocolVersions.V03));
    }

    private sealed class Legacy
    {
        public static readonly Legacy Instance = new();
    }
}
