using System.Net;
using System.Net.Sockets;

namespace CodexA2A.Api.Outbound;

/// <summary>Where a request of ours must not go.</summary>
internal sealed class ReceiverRefusedException(string message) : HttpRequestException(message);

/// <summary>
/// Decides at connect time: the name is resolved once, every address of it is judged, and the connection goes to one that was judged.
/// What the name says a moment later, or what a URL looks like, plays no part.
/// </summary>
/// <param name="allowed">What may be reached besides.</param>
/// <param name="resolve">From a name to its addresses.</param>
/// <param name="setting">The setting that <paramref name="allowed"/> is of.</param>
internal sealed class ReceiverGuard(AllowedReceivers allowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve, string setting)
{
    /// <summary>Connects, as <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="ReceiverRefusedException">Some address of the receiver is not allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var secure = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps;
        var addresses = await JudgeAsync(host, secure, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether a receiver given by its address, or by plain http, will be refused whatever happens.</summary>
    public bool Refuses(Uri url)
    {
        if (allowed.HasHost(url.IdnHost)) return false;
        if (IPAddress.TryParse(url.IdnHost, out var address)) return !IsAllowed(address, url.Scheme == Uri.UriSchemeHttps);
        return url.Scheme != Uri.UriSchemeHttps && !allowed.HasNetworks;
    }

    /// <summary>The addresses of a host, if all of them may be reached.</summary>
    /// <exception cref="ReceiverRefusedException">One may not.</exception>
    internal async Task<IPAddress[]> JudgeAsync(string host, bool secure, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (addresses.Length == 0) throw new HttpRequestException("The receiver's name has no address.");
        return allowed.HasHost(host) || Array.TrueForAll(addresses, address => IsAllowed(address, secure))
            ? addresses
            : throw new ReceiverRefusedException($"The receiver's address is not public, or plain http is not allowed for it ({setting}).");
    }

    private bool IsAllowed(IPAddress address, bool secure) => allowed.HasAddress(address) || (secure && PublicAddresses.Contains(address));
}
