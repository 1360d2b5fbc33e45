using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace CodexA2A.Testing;

/// <summary>A Redis cluster of the tests' own: masters that share the slots, each a process on the loopback.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16384;

    private RedisCluster(IReadOnlyList<RedisServer> masters) => Masters = masters;

    /// <summary>Its masters, in the order of their slots.</summary>
    public IReadOnlyList<RedisServer> Masters { get; }

    /// <summary>All of them; one would be enough, the others are found.</summary>
    public string ConnectionString => string.Join(',', Masters.Select(master => Text($"127.0.0.1:{master.Port}")).Append("allowAdmin=true"));

    public static async Task<RedisCluster> StartAsync(int masters = 3, params string[] more)
    {
        // The bus listens 10,000 above the port by itself, and not every free port has one there.
        var servers = await Task.WhenAll(Enumerable.Range(0, masters).Select(_ => RedisServer.StartAsync(
            ["--cluster-enabled", "yes", "--cluster-port", Text($"{RedisServer.FreePort()}"), .. more])));
        var cluster = new RedisCluster(servers);
        await cluster.JoinAsync();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var master in Masters)
        {
            await master.DisposeAsync();
        }
    }

    private async Task JoinAsync()
    {
        var connections = await Task.WhenAll(Masters.Select(master => ConnectionMultiplexer.ConnectAsync(master.ConnectionString)));
        try
        {
            var nodes = connections.Select((connection, i) => connection.GetServer(IPAddress.Loopback, Masters[i].Port)).ToArray();
            for (var i = 0; i < nodes.Length; i++)
            {
                await nodes[i].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", Text($"{Slots * i / nodes.Length}"), Text($"{(Slots * (i + 1) / nodes.Length) - 1}"));
                await nodes[i].ExecuteAsync("CLUSTER", "SET-CONFIG-EPOCH", Text($"{i + 1}"));
            }

            var first = Masters[0];
            foreach (var node in nodes.Skip(1))
            {
                await node.ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", Text($"{first.Port}"), await BusPortAsync(nodes[0]));
            }

            // Each must know all slots before one is asked: what is not known yet is refused.
            foreach (var node in nodes)
            {
                string info;
                do
                {
                    info = (string)(await node.ExecuteAsync("CLUSTER", "INFO"))!;
                }
                while (!info.Contains("cluster_state:ok", StringComparison.Ordinal) || !info.Contains(Text($"cluster_slots_ok:{Slots}"), StringComparison.Ordinal));
            }
        }
        finally
        {
            foreach (var connection in connections)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private static async Task<string> BusPortAsync(IServer node) => (await node.ConfigGetAsync("cluster-port"))[0].Value;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
