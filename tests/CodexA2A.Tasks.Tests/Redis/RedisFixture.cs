using System.Diagnostics.CodeAnalysis;
using CodexA2A.Tasks.Rates;
using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Redis.Control;
using CodexA2A.Tasks.Tests.Contract;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>The seam over Redis under a key prefix of its own, with a clock that is set by hand: scripts are told the time.</summary>
internal sealed class RedisFixture : SeamFixture
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly SeamOptions _options;
    private readonly ConfigurationOptions _connection;
    private readonly ILogger<RedisSeamHost> _logger;
    private RedisSeamHost _host;
    private ITaskLog _log;
    private ITurnQueue _queue;
    private ISessionForgetting _forgetting;
    private IControlCalls _control;

    private readonly string _server;

    private RedisFixture(SeamOptions options, string server, ConfigurationOptions connection, ILogger<RedisSeamHost>? logger)
    {
        (_options, _server, _connection, _logger) = (options, server, connection, logger ?? NullLogger<RedisSeamHost>.Instance);
        Create();
        Rates = AnotherRates();
        Failures = AnotherFailures();
    }

    public RedisSeam Inner => _host.Seam;

    public FakeTimeProvider FakeTime => _time;

    public string Prefix { get; } = "test-" + Guid.NewGuid().ToString("N") + ":";

    public override ITaskLog Log => _log;

    public override ITurnQueue Queue => _queue;

    public override ISessionForgetting Forgetting => _forgetting;

    public override IWebhooks Webhooks => new RedisWebhooks(_host);

    public override IControlCalls Control => _control;

    public override IRateShares Rates { get; }

    public override IFailureShares Failures { get; }

    /// <summary>Those of another process.</summary>
    public IRateShares AnotherRates() => new RedisRateShares(_host, _time);

    /// <inheritdoc cref="AnotherRates" />
    public IFailureShares AnotherFailures() => new RedisFailureShares(_host, _time);

    public override TimeProvider Time => _time;

    public static async ValueTask<SeamFixture> CreateAsync(SeamOptions options, Task<string> server, RedisProtocol protocol = RedisProtocol.Resp3) =>
        await OpenAsync(options, await server, connection => connection.Protocol = protocol);

    /// <summary>Opens one; what a test needs to know of it besides the seam is <see cref="Inner"/>, <see cref="FakeTime"/> and <see cref="Prefix"/>.</summary>
    public static async Task<RedisFixture> OpenAsync(
        SeamOptions options, string server, Action<ConfigurationOptions>? configure = null, ILogger<RedisSeamHost>? logger = null)
    {
        var connection = ConfigurationOptions.Parse(server);
        configure?.Invoke(connection);
        var fixture = new RedisFixture(options, server, connection, logger);
        await fixture._host.OpenAsync();
        return fixture;
    }

    public override ValueTask AdvanceAsync(TimeSpan by)
    {
        _time.Advance(by);
        return default;
    }

    // Leases outlive the processes that hold them. When others take their place the leases have run out.
    public override async ValueTask ReopenAsync()
    {
        await _host.DisposeAsync();
        _time.Advance(_options.LeaseTime);
        Create();
        await _host.OpenAsync();
    }

    /// <summary>Starts anew, as a process does.</summary>
    public async Task OpenAgainAsync()
    {
        await _host.DisposeAsync();
        Create();
        await _host.OpenAsync();
    }

    public override async ValueTask<IReadOnlyList<string>> FindAsync(string words) => await RedisKeys.FindAsync(_server, Prefix, words);

    public override async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await RedisKeys.DeleteAsync(_server, Prefix);
    }

    [MemberNotNull(nameof(_host), nameof(_log), nameof(_queue), nameof(_forgetting), nameof(_control))]
    private void Create()
    {
        _host = new RedisSeamHost(
            new RedisConnectionSettings(() => _connection.Clone()),
            Options.Create(new RedisSeamOptions { KeyPrefix = Prefix, AllowInsecure = true }),
            Options.Create(_options),
            _time,
            _logger)
        {
            Clock = _time,
        };
        (_log, _queue, _forgetting) = (new RedisTaskLog(_host), new RedisTurnQueue(_host), new RedisForgetting(_host));
        _control = new RedisControlCalls(_host, NullLogger<RedisControlCalls>.Instance);
    }
}
