using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CodexA2A.Testing;

/// <summary>A Redis of the tests' own: a free port of the loopback, a temporary folder, ended by its pid.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    /// <summary>Another program that is started in place of redis-server, such as valkey-server.</summary>
    private const string ProgramVariable = "CODEXA2A_TEST_REDIS_SERVER";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "codex-a2a-tests", "redis-" + Guid.NewGuid().ToString("N"));
    private readonly int _port = FreePort();
    private readonly string[] _more;
    private Process? _process;

    private RedisServer(string[] more) => _more = more;

    /// <summary>Its port on 127.0.0.1.</summary>
    public int Port => _port;

    /// <summary>Where its data are.</summary>
    public string Folder => _folder;

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port},allowAdmin=true");

    public int ProcessId => _process!.Id;

    public static async Task<RedisServer> StartAsync(params string[] more)
    {
        var server = new RedisServer(more);
        Directory.CreateDirectory(server._folder);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it on the data that it left.</summary>
    public async Task StartAgainAsync()
    {
        var program = Environment.GetEnvironmentVariable(ProgramVariable) is { Length: > 0 } named ? named : "redis-server";
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])
            ["--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder, "--save", "", "--appendonly", "yes",
             "--appendfsync", "everysec", "--maxmemory-policy", "noeviction", .. _more])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"{program} cannot be started. Install it (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis), or name a running one in CODEXA2A_TEST_REDIS.",
                exception);
        }

        var output = _process.StandardOutput;
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                _ = output.BaseStream.CopyToAsync(Stream.Null);
                _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return;
            }
        }

        throw new InvalidOperationException($"{program} ended at once.");
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
