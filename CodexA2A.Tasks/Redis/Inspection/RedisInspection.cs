using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// Looks whether a Redis will do for the seam, and whether it is set up so that nothing gets lost. It stores nothing, and wakes
/// nobody. What it may not ask (managed services, ACLs) is a warning, never an exception.
/// </summary>
public static class RedisInspection
{
    private const int ConnectMilliseconds = 5000;

    /// <summary>Inspects the Redis that a connection string names.</summary>
    /// <param name="connectionString">As in <c>ConnectionStrings:redis</c>.</param>
    /// <param name="options">How this installation uses Redis.</param>
    /// <param name="time">Our clock, to compare with Redis'.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One finding or more for each thing that was looked at, the connection first; only that when there is none.</returns>
    public static async Task<IReadOnlyList<RedisFinding>> RunAsync(
        string? connectionString, RedisSeamOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return [Error("connection", "ConnectionStrings:redis is missing.", "Set ConnectionStrings__redis, for example to localhost:6379.")];
        }

        ConfigurationOptions connection;
        try
        {
            connection = RedisSettings.Parse(connectionString);
        }
        catch (InvalidOperationException)
        {
            // Not its message: what cannot be read may be a part of a password.
            return [Error("connection", "ConnectionStrings:redis cannot be read.", "Write it as host:port,password=…,ssl=true; a password must not hold a comma.")];
        }

        return await RunAsync(connection, options, time, cancellationToken);
    }

    /// <inheritdoc cref="RunAsync(string, RedisSeamOptions, TimeProvider, CancellationToken)" />
    /// <param name="connection">A connection that a string cannot say.</param>
    /// <param name="options">How this installation uses Redis.</param>
    /// <param name="time">Our clock, to compare with Redis'.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<RedisFinding>> RunAsync(
        ConfigurationOptions connection, RedisSeamOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (new RedisSeamOptionsValidator().Validate(null, options) is { Failed: true, FailureMessage: { } wrong })
        {
            return [Error("settings", wrong, "Correct the setting; docs/configuration.md says what it takes.")];
        }

        var findings = new List<RedisFinding> { Security(connection, options) };
        var own = connection.Clone();
        (own.AbortOnConnectFail, own.ConnectRetry, own.AllowAdmin) = (true, 1, true);
        own.ConnectTimeout = Math.Min(own.ConnectTimeout, ConnectMilliseconds);
        try
        {
            await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(own).WaitAsync(cancellationToken);
            findings.InsertRange(0, await ReachAsync(multiplexer, time, cancellationToken));
            findings.AddRange(await new InstallationChecks(multiplexer.GetDatabase(), options).RunAsync(cancellationToken));
            var servers = multiplexer.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }).ToArray();
            foreach (var server in servers)
            {
                var of = servers.Length > 1 ? Name(server.EndPoint) + ": " : "";
                var found = await new ServerChecks(server, time).RunAsync(cancellationToken);
                findings.AddRange(found.Select(finding => finding with { Text = of + finding.Text }));
            }
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException or TimeoutException)
        {
            findings.Insert(0, NotReached(own, exception));
        }

        return findings;
    }

    /// <summary>A finding that something is wrong.</summary>
    internal static RedisFinding Error(string name, string text, string fix) => new(name, RedisFindingLevel.Error, text, fix);

    /// <summary>A finding that something is doubtful.</summary>
    internal static RedisFinding Warning(string name, string text, string fix) => new(name, RedisFindingLevel.Warning, text, fix);

    /// <summary>A finding that all is well.</summary>
    internal static RedisFinding Ok(string name, string text) => new(name, RedisFindingLevel.Ok, text);

    /// <summary>Looks at one thing; that Redis does not let us is a finding too.</summary>
    internal static async Task<IEnumerable<RedisFinding>> LookAsync(
        string name, string command, Func<Task<IEnumerable<RedisFinding>>> look, CancellationToken cancellationToken)
    {
        try
        {
            return await look().WaitAsync(cancellationToken);
        }
        catch (RedisServerException exception)
        {
            var why = exception.Kind == RedisErrorKind.NoPermission ? "this user may not" : "this Redis does not let us";
            return [Warning(name, $"It cannot be checked: {why} use {command}.", "Look at the setting where this Redis is managed, or run the inspection as a user who may.")];
        }
        catch (Exception exception) when (exception is RedisException or RedisCommandException or TimeoutException)
        {
            return [Warning(name, $"It cannot be checked: Redis did not answer {command} in time.", "Run the inspection again, and look whether Redis is overloaded.")];
        }
    }

    private static RedisFinding Security(ConfigurationOptions connection, RedisSeamOptions options)
    {
        try
        {
            RedisSettings.RefuseInsecure(connection, allowed: false);
            return Ok("security", "The connection stays on this machine, or has TLS and a password.");
        }
        catch (InvalidOperationException exception)
        {
            return new RedisFinding(
                "security", options.AllowInsecure ? RedisFindingLevel.Warning : RedisFindingLevel.Error, exception.Message, "Add ssl=true and password=… to ConnectionStrings:redis.");
        }
    }

    private static async Task<IEnumerable<RedisFinding>> ReachAsync(ConnectionMultiplexer multiplexer, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        await multiplexer.GetDatabase().PingAsync().WaitAsync(cancellationToken);
        var took = time.GetElapsedTime(began).TotalMilliseconds;
        var away = multiplexer.GetServers().Where(server => !server.IsConnected).Select(server => Name(server.EndPoint)).ToArray();
        var there = multiplexer.GetServers().Where(server => server.IsConnected).Select(server => Name(server.EndPoint));
        return
        [
            Ok("connection", string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", there)} answers in {took:0.0} ms.")),
            .. away.Select(name => Warning("connection", $"{name} cannot be reached.", "Look whether it runs, and whether its address is right.")),
        ];
    }

    private static RedisFinding NotReached(ConfigurationOptions connection, Exception exception)
    {
        var names = string.Join(", ", connection.EndPoints.Select(Name));
        return IsRefused(exception)
            ? Error("connection", $"{names} refuses the user or the password.", "Correct user=… and password=… in ConnectionStrings:redis.")
            : Error("connection", $"{names} cannot be reached.", "Look whether Redis runs there, whether the address and the port are right, and whether it wants TLS (ssl=true).");
    }

    private static bool IsRefused(Exception? exception) => exception switch
    {
        null => false,
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => true,
        RedisServerException { Kind: RedisErrorKind.NoAuth or RedisErrorKind.WrongPass } => true,
        AggregateException all => all.InnerExceptions.Any(IsRefused),
        _ => IsRefused(exception.InnerException),
    };

    private static string Name(EndPoint endPoint) => endPoint switch
    {
        DnsEndPoint dns => string.Create(CultureInfo.InvariantCulture, $"{dns.Host}:{dns.Port}"),
        _ => endPoint.ToString() ?? "",
    };
}
