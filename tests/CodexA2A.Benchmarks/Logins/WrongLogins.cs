using System.Net;
using System.Net.Sockets;

namespace CodexA2A.Benchmarks.Logins;

/// <summary>Wrong logins at a steady pace, whether the last ones were answered or not; at most <see cref="Most"/> wait for an answer.</summary>
internal sealed class WrongLogins : IAsyncDisposable
{
    private const int Most = 500;

    private readonly CancellationTokenSource _ends = new();
    private readonly HttpClient[] _clients;
    private readonly WrongKind _kind;
    private readonly Uri _path;
    private readonly Task _sending;
    private int _open;
    private int _refused;
    private int _toldToWait;

    private WrongLogins(Uri address, WrongKind kind, int perSecond, int round)
    {
        (_kind, _path) = (kind, new Uri(address, "/tasks"));
        _clients = [.. Enumerable.Range(0, kind.Addresses).Select(number => From(kind.From(round, number)))];
        _sending = SendAsync(TimeSpan.FromSeconds(1.0 / perSecond), round);
    }

    /// <summary>How many were told that they are wrong.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>How many were told to wait.</summary>
    public int ToldToWait => Volatile.Read(ref _toldToWait);

    /// <summary>How many wait for an answer.</summary>
    public int Unanswered => Volatile.Read(ref _open);

    public static WrongLogins Start(Uri address, WrongKind kind, int perSecond, int round) => new(address, kind, perSecond, round);

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _sending;
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        _ends.Dispose();
    }

    private static HttpClient From(IPAddress from) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    });

    private async Task SendAsync(TimeSpan pause, int round)
    {
        List<Task> all = [];
        using var pace = new PeriodicTimer(pause);
        try
        {
            // A password that was wrong once is not tried again: the service would share the check.
            for (var number = round * 1_000_000; await pace.WaitForNextTickAsync(_ends.Token); number++)
            {
                if (Unanswered < Most)
                {
                    all.Add(OnceAsync(number));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It was enough.
        }

        await Task.WhenAll(all);
    }

    private async Task OnceAsync(int number)
    {
        Interlocked.Increment(ref _open);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _path);
            request.Headers.TryAddWithoutValidation("Authorization", _kind.Header(number));
            using var response = await _clients[number % _clients.Length].SendAsync(request, _ends.Token);
            _ = response.StatusCode switch
            {
                HttpStatusCode.Unauthorized => Interlocked.Increment(ref _refused),
                HttpStatusCode.TooManyRequests => Interlocked.Increment(ref _toldToWait),
                _ => throw new InvalidOperationException($"A wrong login was answered {response.StatusCode}."),
            };
        }
        catch (OperationCanceledException)
        {
            // It was enough.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
