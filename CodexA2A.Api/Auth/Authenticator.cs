using System.Net;
using System.Security.Cryptography.X509Certificates;
using CodexA2A.Api.Auth.Certificates;
using CodexA2A.Api.Auth.Jwt;
using CodexA2A.Api.Auth.Passwords;
using CodexA2A.Api.Auth.Throttle;
using CodexA2A.Api.Hosting;
using CodexA2A.ServiceDefaults.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Auth;

/// <summary>Finds out who calls. The Authorization header decides where there is one, else the key in its header, else the certificate; else nobody, or anybody.</summary>
internal sealed class Authenticator(
    CredentialStore store, PasswordCheck passwords, TokenCheck tokens, LoginThrottle throttle, IOptions<A2AOptions> options, TimeProvider time)
{
    /// <summary>How long to wait where too many passwords are being checked: not all equally long, or all come back at once.</summary>
    private static TimeSpan WhenBusy => TimeSpan.FromSeconds(2 + (6 * Random.Shared.NextDouble()));

    /// <summary>Looks at what a request presents; its body is not read.</summary>
    public ValueTask<Login> AuthenticateAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization;
        if (header.Count > 0)
        {
            var known = http.Features.Get<ConnectionLogin>()?.Find(header.Count == 1 ? header[0] : null, store.Current, time.GetUtcNow());
            return known is null ? CheckAsync(http, header.Count == 1 ? PresentedSecret.Read(header[0]) : null) : new(known);
        }

        if (Key(http.Request) is { Count: > 0 } key) return CheckAsync(http, key.Count == 1 && key[0] is { Length: > 0 } text ? PresentedSecret.ApiKey(text) : null);

        if (options.Value.ClientCertificates != CertificateTrust.Off && http.Connection.ClientCertificate is { } certificate) return CheckAsync(http, certificate);

        // A web page that was given this address under another name (DNS rebinding) is not the person at this machine, nor is whom a proxy speaks for.
        return new(options.Value.AllowAnonymous && IsOfThisMachine(http) ? Login.Of(Caller.Anonymous) : Login.Nothing);
    }

    private static bool IsOfThisMachine(HttpContext http) =>
        BindAddresses.IsLoopbackHost(http.Request.Host.Host) && (http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address));

    /// <summary>Where nobody has a key, gateways may send one of their own.</summary>
    private Microsoft.Extensions.Primitives.StringValues Key(HttpRequest request) =>
        store.Current.Has(CredentialScheme.ApiKey) ? request.Headers[options.Value.ApiKeyHeader] : default;

    private async ValueTask<Login> CheckAsync(HttpContext http, PresentedSecret? presented)
    {
        var table = store.Current;
        var now = time.GetUtcNow();
        if (table.Find(presented, now) is { } found)
        {
            var of = Login.Of(found);
            if (found.Scheme == CredentialScheme.Bearer) http.Features.Get<ConnectionLogin>()?.Keep(http.Request.Headers.Authorization[0]!, table, found, of);
            return of;
        }

        var address = http.Connection.RemoteIpAddress;
        if (presented is { Scheme: CredentialScheme.Bearer } && StrictToken.LooksLike(presented.Secret)
            && await tokens.CheckAsync(presented.Secret, http.RequestAborted) is { } login)
        {
            return login;
        }

        if (presented is { Scheme: CredentialScheme.Basic })
        {
            var isSuspected = throttle.IsExhausted(address, presented.Username);
            var result = await passwords.CheckAsync(table, presented, now, isSuspected, http.RequestAborted);
            if (result.Credential is { } right) return Login.Of(right);
            if (result.IsBusy) return Login.Later(presented.Scheme, WhenBusy);
        }

        // Where there are no passwords a name protects nobody.
        return await FailedAsync(address, presented?.Scheme, table.PasswordIterations > 0 ? presented?.Username : null);
    }

    private ValueTask<Login> CheckAsync(HttpContext http, X509Certificate2 certificate) =>
        CertificateCallers.Find(certificate, store.Current, time.GetUtcNow()) is { } login
            ? new(login)
            : FailedAsync(http.Connection.RemoteIpAddress, CredentialScheme.Certificate, null);

    private async ValueTask<Login> FailedAsync(IPAddress? address, CredentialScheme? scheme, string? name) =>
        await throttle.FailAsync(address, name) is { } wait ? Login.Later(scheme, wait) : Login.Refused(scheme);
}
