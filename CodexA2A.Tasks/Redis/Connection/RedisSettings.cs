using System.Net;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>How to connect: from <c>ConnectionStrings:redis</c>, whatever it holds (several endpoints, <c>ssl=true</c>, user, password).</summary>
internal static class RedisSettings
{
    /// <summary>The name of the connection string.</summary>
    public const string Name = "redis";

    private const int CallMilliseconds = 3000;
    private const int RetryMilliseconds = 500;

    /// <summary>A failover between several servers is seen after so long at the latest.</summary>
    private const int ConfigCheckSeconds = 5;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidOperationException">It is missing, or not a connection string.</exception>
    public static ConfigurationOptions Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new InvalidOperationException("ConnectionStrings:redis is missing: Api and runner as processes of their own need Redis between them. Set ConnectionStrings__redis, for example to localhost:6379, or run both in one process with 'codex-a2a serve'.");
        }

        try
        {
            var options = ConfigurationOptions.Parse(text);
            return options.EndPoints.Count > 0 ? WithTimes(options, text) : throw new ArgumentException("It names no server.");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            // Neither the text itself nor what the client says of it: a password with a comma in it falls apart into pieces.
            throw new InvalidOperationException(
                "ConnectionStrings:redis cannot be read. Write it as host:port,password=…,ssl=true; a password must not hold a comma.");
        }
    }

    /// <summary>Refuses a connection that others could read or use: Redis is inside the trust boundary.</summary>
    /// <exception cref="InvalidOperationException">It leaves the machine without TLS or without a password.</exception>
    public static void RefuseInsecure(ConfigurationOptions options, bool allowed)
    {
        if (allowed || options.EndPoints.All(IsLoopback))
        {
            return;
        }

        var missing = (options.Ssl, HasPassword: !string.IsNullOrEmpty(options.Password) || options.Defaults.Password is { Length: > 0 }) switch
        {
            (false, false) => "TLS (ssl=true) and a password",
            (false, true) => "TLS (ssl=true)",
            (true, false) => "a password",
            _ => null,
        };
        if (missing is not null)
        {
            throw new InvalidOperationException(
                $"ConnectionStrings:redis names a server on the network without {missing}: whoever reaches it could run turns as anybody. "
                + "Add it, or set Redis:AllowInsecure=true where the network itself keeps others out.");
        }
    }

    /// <summary>What we need, whatever the text says.</summary>
    public static ConfigurationOptions Complete(ConfigurationOptions options)
    {
        options = options.Clone();
        // Start without Redis, and go on trying.
        options.AbortOnConnectFail = false;
        options.ClientName ??= "codex-a2a";
        return options;
    }

    // A lease lasts 10 s: a call must end, and a lost connection come back, well within. What waits for a connection is limited by
    // the time of a synchronous call.
    private static ConfigurationOptions WithTimes(ConfigurationOptions options, string text)
    {
        var named = text.Split(',').Select(part => part.Split('=')[0].Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!named.Contains("asyncTimeout"))
        {
            options.AsyncTimeout = CallMilliseconds;
        }

        if (!named.Contains("syncTimeout"))
        {
            options.SyncTimeout = CallMilliseconds;
        }

        if (!named.Contains("configCheckSeconds"))
        {
            options.ConfigCheckSeconds = ConfigCheckSeconds;
        }

        options.ReconnectRetryPolicy = new LinearRetry(RetryMilliseconds);
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(RetryMilliseconds);
        return options;
    }

    private static bool IsLoopback(EndPoint endPoint) => endPoint switch
    {
        IPEndPoint ip => IPAddress.IsLoopback(ip.Address),
        DnsEndPoint dns => dns.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase),
        _ => endPoint.AddressFamily == System.Net.Sockets.AddressFamily.Unix,
    };
}
