using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CodexA2A.Testing;

/// <summary>
/// A Redis of the tests' own: a free port of the loopback, a temporary folder. It ends with these tests, however they end; what a
/// killed run left of its folders, the next run removes.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    /// <summary>Another program that is started in place of redis-server, such as valkey-server.</summary>
    private const string ProgramVariable = "CODEXA2A_TEST_REDIS_SERVER";

    /// <summary>Ends the server when its own input ends, which it does with whoever started it. The server stays its child, so that its pid is no other's.</summary>
    private const string Keeper = """
        trap '' HUP INT TERM
        "$@" & server=$!
        echo "keeper of $server"
        exec >&- 2>&-
        read -r _
        kill -9 $server
        wait $server
        """;

    private const string Kept = "keeper of ";

    private static readonly string Root = Path.Combine(Path.GetTempPath(), "codex-a2a-tests");
    private static readonly Lazy<bool> Cleaned = new(RemoveLeft);

    private readonly string _folder = Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"redis-{Environment.ProcessId}-{Guid.NewGuid():N}"));
    private readonly int _port = FreePort();
    private readonly string[] _more;
    private Process? _process;

    private RedisServer(string[] more) => _more = more;

    /// <summary>Its port on 127.0.0.1.</summary>
    public int Port => _port;

    /// <summary>Where its data are.</summary>
    public string Folder => _folder;

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port},allowAdmin=true");

    public int ProcessId { get; private set; }

    public static async Task<RedisServer> StartAsync(params string[] more)
    {
        _ = Cleaned.Value;
        var server = new RedisServer(more);
        Directory.CreateDirectory(server._folder);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it on the data that it left.</summary>
    public async Task StartAgainAsync()
    {
        var program = Environment.GetEnvironmentVariable(ProgramVariable) is { Length: > 0 } named ? named : "redis-server";
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])
            ["-c", Keeper, "keeper", program, "--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder, "--save", "", "--appendonly", "yes",
             "--appendfsync", "everysec", "--maxmemory-policy", "noeviction", .. _more])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        var output = _process.StandardOutput;
        // Both write there, in either order.
        var (kept, ready) = (0, false);
        while (await output.ReadLineAsync() is { } line)
        {
            kept = line.StartsWith(Kept, StringComparison.Ordinal) ? int.Parse(line[Kept.Length..], CultureInfo.InvariantCulture) : kept;
            ready |= line.Contains("Ready to accept connections", StringComparison.Ordinal);
            if (kept > 0 && ready)
            {
                ProcessId = kept;
                _ = output.BaseStream.CopyToAsync(Stream.Null);
                _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return;
            }
        }

        var errors = await _process.StandardError.ReadToEndAsync();
        await KillAsync();
        throw new InvalidOperationException(
            $"{program} cannot be started, or ended at once. Install it (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis), or name a running one in CODEXA2A_TEST_REDIS. {errors}");
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.StandardInput.Close();
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

    private static bool RemoveLeft()
    {
        foreach (var folder in Directory.Exists(Root) ? Directory.GetDirectories(Root, "redis-*-*") : [])
        {
            try
            {
                if (int.TryParse(Path.GetFileName(folder).Split('-')[1], CultureInfo.InvariantCulture, out var pid) && !IsAlive(pid))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
            catch (IOException)
            {
                // Another run removes it, too.
            }
        }

        return true;
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            // One that is dead and not yet parted with has no command line any more.
            var commandLine = $"/proc/{pid}/cmdline";
            return !File.Exists(commandLine) || File.ReadAllText(commandLine).Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
