using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace CodexA2A.ServiceDefaults.Edge;

/// <summary>Origins as browsers write them (RFC 6454): scheme, host, and a port that is not the scheme's own.</summary>
public static class Origins
{
    /// <summary>The origin that a person wrote, as browsers write it; null when it is none. <c>null</c> and <c>*</c> are none: they would be everybody's.</summary>
    public static string? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.UserInfo.Length == 0
            && uri.PathAndQuery is "" or "/" && uri.Fragment.Length == 0 && !text.Contains('*', StringComparison.Ordinal) && !uri.IsFile
            ? Of(uri)
            : null;
    }

    /// <summary>The origin of an address.</summary>
    public static string Of(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : $"{uri.Scheme}://{host}:{uri.Port}";
    }

    /// <summary>The origin of pages that were got from where a request went.</summary>
    public static string Of(string scheme, HostString host)
    {
        var own = host.Port == (scheme == "https" ? 443 : 80) ? host.Host : host.Value;
        return $"{scheme}://{own}";
    }

    /// <summary>An address as it stands in a Host header.</summary>
    internal static string ToHost(this IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
