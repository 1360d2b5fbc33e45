using System.Net;

namespace CodexA2A.ScriptedModel;

/// <summary>How a <see cref="ScriptedModelServer"/> runs.</summary>
public sealed record ScriptedModelOptions
{
    /// <summary>The address to listen on; it must be a loopback address.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The TCP port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>A folder of <c>*.script</c> files that define further scenarios, or null.</summary>
    public string? ScriptFolder { get; init; }

    /// <summary>The scenario for messages that name none.</summary>
    public string DefaultScenario { get; init; } = "demo";

    /// <summary>The key that clients must send as bearer token; null accepts everyone.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The largest request body, in bytes.</summary>
    public long MaxRequestBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>How many requests are answered at the same time; more get 429.</summary>
    public int MaxConcurrentResponses { get; init; } = 1024;

    /// <summary>How many requests the log keeps.</summary>
    public int MaxLoggedRequests { get; init; } = 256;

    /// <summary>How long a response may hang or stand at a gate.</summary>
    public TimeSpan HoldLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The clock of delays and stamps.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether <c>/ready</c> answers 200; null is always. It must return at once.</summary>
    public Func<bool>? IsReady { get; init; }

    /// <summary>Called for each request once its scenario is chosen; must return at once.</summary>
    public Action<Requests.ModelRequest>? OnRequest { get; init; }
}
