using System.Security.Cryptography;
using System.Text;
using CodexA2A.ServiceDefaults.Health;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Management;

/// <summary>Lets only the bearer of the token pass, where one is set at all; the two probes are anybody's.</summary>
internal sealed class ManagementAccess(RequestDelegate next, IOptions<ManagementOptions> options)
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? _wanted = options.Value.Token is { Length: > 0 } token ? Hash(token) : null;

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path == ProbePaths.Alive || http.Request.Path == ProbePaths.Ready || IsBearer(http.Request.Headers.Authorization))
        {
            return next(http);
        }

        if (_wanted is null)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return http.Response.WriteAsync("Only with Runner:Management:Token set.\n", http.RequestAborted);
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    private bool IsBearer(Microsoft.Extensions.Primitives.StringValues headers) =>
        _wanted is not null && headers is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(header[Scheme.Length..].Trim()), _wanted);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
