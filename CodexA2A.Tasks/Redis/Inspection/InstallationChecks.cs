using System.Globalization;
using StackExchange.Redis;
using static CodexA2A.Tasks.Redis.RedisInspection;

namespace CodexA2A.Tasks.Redis;

/// <summary>Whether the seam itself would work here.</summary>
internal sealed class InstallationChecks(IDatabase database, RedisSeamOptions options)
{
    // What each of our scripts needs: declared keys, and a hint from inside.
    private const string Probe = "#!lua flags=allow-oom\nredis.call('SPUBLISH', KEYS[1], '')\nreturn redis.call('GET', KEYS[1]) or ''";

    private readonly SeamKeys _keys = new(options.KeyPrefix, options.Partitions);

    /// <summary>All of it.</summary>
    public async Task<IEnumerable<RedisFinding>> RunAsync(CancellationToken cancellationToken) =>
    [
        .. await LookAsync("partitions", "GET", PartitionsAsync, cancellationToken),
        await ScriptsAsync(cancellationToken),
    ];

    private async Task<IEnumerable<RedisFinding>> PartitionsAsync()
    {
        var stored = (string?)await database.StringGetAsync(_keys.PartitionCount);
        var ours = options.Partitions.ToString(CultureInfo.InvariantCulture);
        return stored is null ? [Ok("partitions", $"Nothing is set up under the prefix {options.KeyPrefix} yet; the first start sets up {ours} partitions.")]
            : stored == ours ? [Ok("partitions", $"It is set up with {stored} partitions.")]
            : [Error(
                "partitions",
                $"It was set up with {stored} partitions, and Redis:Partitions says {ours}: the service refuses to start.",
                $"Set Redis:Partitions to {stored}; the number is fixed for an installation. For a new one take another Redis:KeyPrefix.")];
    }

    private async Task<RedisFinding> ScriptsAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A channel that nobody listens to.
            await database.ScriptEvaluateAsync(Probe, [_keys.Check]).WaitAsync(cancellationToken);
            return Ok("scripts", "Scripts can be run, and give hints.");
        }
        catch (RedisServerException exception) when (exception.Kind == RedisErrorKind.NoPermission)
        {
            return Error(
                "scripts",
                "This user may not run scripts, read keys or publish.",
                $"Give it +@all on the keys and channels of the prefix (ACL SETUSER … ~{options.KeyPrefix}* &{options.KeyPrefix}* +@all).");
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException or TimeoutException)
        {
            return Error("scripts", "A script as the seam has them (#!lua, SPUBLISH) cannot be run.", "Use Redis 7.0 or later, or Valkey, with scripts allowed.");
        }
    }
}
