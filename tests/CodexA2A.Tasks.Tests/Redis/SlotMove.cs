using System.Globalization;
using System.Net;
using CodexA2A.Testing;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>What an operator's tool does to give one slot to another node.</summary>
internal sealed class SlotMove : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _connection;
    private readonly IServer _from;
    private readonly IServer _to;
    private readonly int _slot;

    private SlotMove(ConnectionMultiplexer connection, int slot, IServer from, IServer to) =>
        (_connection, _slot, _from, _to) = (connection, slot, from, to);

    /// <summary>Of the slot that <paramref name="key"/> is in, from the first node that has it to any other.</summary>
    public static async Task<SlotMove> OfAsync(RedisCluster cluster, RedisKey key)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(cluster.ConnectionString);
        var slot = connection.GetHashSlot(key);
        var from = connection.GetServer(await connection.GetDatabase().IdentifyEndpointAsync(key));
        return new SlotMove(connection, slot, from, connection.GetServers().First(server => !server.EndPoint.Equals(from.EndPoint)));
    }

    /// <summary>Both nodes know of it: what is not at the old one is at the new one.</summary>
    public async Task BeginAsync()
    {
        await _to.ExecuteAsync("CLUSTER", "SETSLOT", _slot, "IMPORTING", await IdAsync(_from));
        await _from.ExecuteAsync("CLUSTER", "SETSLOT", _slot, "MIGRATING", await IdAsync(_to));
    }

    /// <summary>Moves so many keys.</summary>
    public async Task MoveKeysAsync(int count)
    {
        var keys = (string[])(await _from.ExecuteAsync("CLUSTER", "GETKEYSINSLOT", _slot, count))!;
        Assert.NotEmpty(keys);
        await _from.ExecuteAsync("MIGRATE", ["127.0.0.1", ((IPEndPoint)_to.EndPoint).Port.ToString(CultureInfo.InvariantCulture), "", 0, 5000, "KEYS", .. keys]);
    }

    /// <summary>The slot is the new node's.</summary>
    public async Task EndAsync()
    {
        await _to.ExecuteAsync("CLUSTER", "SETSLOT", _slot, "NODE", await IdAsync(_to));
        await _from.ExecuteAsync("CLUSTER", "SETSLOT", _slot, "NODE", await IdAsync(_to));
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<string> IdAsync(IServer node) => (string)(await node.ExecuteAsync("CLUSTER", "MYID"))!;
}
