using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CodexA2A.Benchmarks.Slow;

/// <summary>Connections that send next to nothing, half of them headers and half of them bodies; one that is closed is opened again.</summary>
internal sealed class SlowConnections : IAsyncDisposable
{
    private static readonly byte[] OneByte = "a"u8.ToArray();

    private readonly CancellationTokenSource _ends = new();
    private readonly List<Task> _all = [];
    private int _open;
    private int _closed;

    private SlowConnections(Uri address, string token, int count, TimeSpan pause)
    {
        var headers = Encoding.ASCII.GetBytes($"GET /tasks HTTP/1.1\r\nHost: {address.Authority}\r\nX-Slow: ");
        var body = Encoding.ASCII.GetBytes(
            $"POST /message:send HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{{");
        for (var i = 0; i < count; i++)
        {
            // Spread over the pause, as strangers would be.
            var begins = pause * i / count;
            var first = i % 2 == 0 ? headers : body;
            _all.Add(KeepAsync(address.Port, first, begins, pause, _ends.Token));
        }
    }

    /// <summary>How many are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>How often the service has closed one.</summary>
    public int Closed => Volatile.Read(ref _closed);

    public static SlowConnections Start(Uri address, string token, int count, TimeSpan pause) => new(address, token, count, pause);

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await Task.WhenAll(_all);
        _ends.Dispose();
    }

    private async Task KeepAsync(int port, byte[] first, TimeSpan begins, TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(begins, cancellationToken);
            while (true)
            {
                await OnceAsync(port, first, pause, cancellationToken);
                Interlocked.Increment(ref _closed);
            }
        }
        catch (OperationCanceledException)
        {
            // It was enough.
        }
    }

    /// <summary>One connection to its end.</summary>
    private async Task OnceAsync(int port, byte[] first, TimeSpan pause, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            Interlocked.Increment(ref _open);
            var reading = ReadAsync(socket, ended.Token);
            try
            {
                await socket.SendAsync(first, cancellationToken);
                while (await Task.WhenAny(reading, Task.Delay(pause, ended.Token)) != reading)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await socket.SendAsync(OneByte, cancellationToken);
                }
            }
            finally
            {
                Interlocked.Decrement(ref _open);
                await ended.CancelAsync();
                await reading;
            }
        }
        catch (SocketException)
        {
            // Closed by the service, or not taken.
        }
    }

    private static async Task ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, cancellationToken) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // Its end.
        }
    }
}
