using System.Text.Json;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Auth.Jwt;

/// <summary>The key set in a file.</summary>
internal sealed class KeyFile(IOptions<JwtOptions> options) : IKeySource
{
    public Task<byte[]> ReadAsync(CancellationToken cancellationToken) => File.ReadAllBytesAsync(options.Value.KeysFile!, cancellationToken);
}

/// <summary>The key set of an issuer of OpenID Connect: its configuration says where it is.</summary>
internal sealed class DiscoveredKeys(IOptions<JwtOptions> options, TimeProvider time) : IKeySource, IDisposable
{
    private const int MaxBytes = 256 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // What the issuer does not answer itself is not the issuer's.
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Limit, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxBytes,
    };

    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return await http.GetByteArrayAsync(KeysOf(await http.GetByteArrayAsync(options.Value.Discovery, both.Token)), both.Token);
    }

    private string KeysOf(byte[] configuration)
    {
        try
        {
            using var document = JsonDocument.Parse(configuration);
            var issuer = document.RootElement.GetProperty("issuer").GetString();
            if (!string.Equals(issuer, options.Value.ExpectedIssuer, StringComparison.Ordinal))
            {
                throw new FormatException($"its configuration is of the issuer '{issuer}', not of '{options.Value.ExpectedIssuer}' (A2A:Jwt:Issuer, A2A:Jwt:Authority).");
            }

            var keys = document.RootElement.GetProperty("jwks_uri").GetString();
            return keys is not null && JwtSettings.IsTrustworthy(keys) ? keys : throw new FormatException("its configuration has no https address of keys (jwks_uri).");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("its configuration cannot be read.", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();
}
