using System.Net;
using System.Net.Sockets;

namespace CodexA2A.Probes.Tests.Harness;

/// <summary>Sends bytes on a connection of their own and reads what comes until the service closes it.</summary>
internal static class RawExchange
{
    /// <summary>Everything that came.</summary>
    /// <param name="port">Of the service.</param>
    /// <param name="bytes">What is sent.</param>
    /// <param name="ends">Whether the client goes away behind it; else the service must close by itself.</param>
    public static async Task<byte[]> RunAsync(int port, byte[] bytes, bool ends = false)
    {
        var token = TestContext.Current.CancellationToken;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, token);
        await SendAsync(socket, bytes, ends, token);
        return await ReadAsync(socket, token).WithLimitAsync("The end of the connection");
    }

    private static async Task SendAsync(Socket socket, byte[] bytes, bool ends, CancellationToken token)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length;) sent += await socket.SendAsync(bytes.AsMemory(sent), token);
            if (ends) socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It has heard enough and closed.
        }
    }

    private static async Task<byte[]> ReadAsync(Socket socket, CancellationToken token)
    {
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, token) is > 0 and var read) all.Write(buffer, 0, read);
        }
        catch (SocketException)
        {
            // Closed while we still sent: what came before counts.
        }

        return all.ToArray();
    }
}
