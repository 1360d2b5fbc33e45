using System.Globalization;
using CodexA2A.Tasks.Redis;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>The inspection of a Redis, on one that is set up well, badly, or not at all.</summary>
public sealed class RedisInspectionTests : OwnRedis
{
    private const string Secret = "s3cr3t-word";

    [Fact]
    public async Task A_server_that_is_set_up_well_has_no_warning()
    {
        await using var process = await OpenAsync();
        await process.Queue.CheckAsync(Stop);
        await (await AdminAsync()).ConfigSetAsync("maxmemory", "100mb");

        var found = await InspectAsync();

        Assert.All(found, finding => Assert.True(finding.Level is RedisFindingLevel.Ok or RedisFindingLevel.Information, finding.ToString()));
        Assert.Equal(
            ["connection", "security", "partitions", "scripts", "version", "persistence", "memory", "clock", "replicas"], found.Select(finding => finding.Name));
        Assert.Matches("^(Redis|Valkey) [0-9.]+\\.$", Of(found, "version").Text);
        Assert.Contains("64 partitions", Of(found, "partitions").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_server_is_not_set_up_yet_and_stays_so()
    {
        Assert.Contains("Nothing is set up", Of(await InspectAsync(), "partitions").Text, StringComparison.Ordinal);
        Assert.Equal(0, await (await AdminAsync()).DatabaseSizeAsync());
    }

    [Theory]
    [InlineData("appendonly", "no", "persistence", RedisFindingLevel.Warning, "gone")]
    [InlineData("appendfsync", "no", "persistence", RedisFindingLevel.Warning, "half a minute")]
    [InlineData("maxmemory-policy", "allkeys-lru", "memory", RedisFindingLevel.Error, "allkeys-lru")]
    [InlineData("maxmemory", "100kb", "memory", RedisFindingLevel.Error, "full")]
    [InlineData("maxmemory", "0", "memory", RedisFindingLevel.Information, "no limit")]
    public async Task A_setting_that_loses_something_is_named_with_what_to_do(string setting, string value, string name, RedisFindingLevel level, string says)
    {
        await (await AdminAsync()).ConfigSetAsync(setting, value);

        var found = (await InspectAsync()).Where(finding => finding.Name == name).MaxBy(finding => finding.Level)!;

        Assert.Equal(level, found.Level);
        Assert.Contains(says, found.Text, StringComparison.Ordinal);
        Assert.NotNull(found.Fix);
    }

    [Fact]
    public async Task Snapshots_now_and_then_are_not_enough()
    {
        var admin = await AdminAsync();
        await admin.ConfigSetAsync("appendonly", "no");
        await admin.ConfigSetAsync("save", "3600 1");

        Assert.Contains("save 3600 1", Of(await InspectAsync(), "persistence").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_number_of_partitions_is_an_error()
    {
        await using var process = await OpenAsync();
        await process.Queue.CheckAsync(Stop);

        var found = Of(await InspectAsync(new RedisSeamOptions { KeyPrefix = Prefix, Partitions = 32 }), "partitions");

        Assert.Equal(RedisFindingLevel.Error, found.Level);
        Assert.Contains("Redis:Partitions to 64", found.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_a_warning()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow - TimeSpan.FromSeconds(30));

        var found = Of(await RedisInspection.RunAsync(Server.ConnectionString, new RedisSeamOptions(), time, Stop), "clock");

        Assert.Equal(RedisFindingLevel.Warning, found.Level);
        Assert.Matches(@"(29|30)\.\d s ahead", found.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",password=" + Secret)]
    public async Task A_password_that_is_wrong_or_missing_is_an_error_that_does_not_show_it(string more)
    {
        await (await AdminAsync()).ConfigSetAsync("requirepass", "another");

        var found = await InspectAsync(more: more);

        var connection = Of(found, "connection");
        Assert.Equal(RedisFindingLevel.Error, connection.Level);
        Assert.Contains("password", connection.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(found, finding => finding.ToString().Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_who_may_not_look_at_settings_is_told_so_and_nothing_breaks()
    {
        var admin = await AdminAsync();
        await admin.ExecuteAsync("ACL", "SETUSER", "limited", "on", ">" + Secret, "~*", "&*", "+@all", "-config", "-info");

        var found = await InspectAsync(more: ",user=limited,password=" + Secret);

        Assert.Equal(RedisFindingLevel.Ok, Of(found, "connection").Level);
        Assert.Equal(RedisFindingLevel.Ok, Of(found, "scripts").Level);
        foreach (var name in (string[])["version", "persistence", "memory"])
        {
            Assert.Contains("cannot be checked: this user may not use", Of(found, name).Text, StringComparison.Ordinal);
            Assert.Equal(RedisFindingLevel.Warning, Of(found, name).Level);
        }
    }

    [Fact]
    public async Task A_user_who_may_not_run_scripts_is_an_error()
    {
        await (await AdminAsync()).ExecuteAsync("ACL", "SETUSER", "reader", "on", ">" + Secret, "~*", "&*", "+@all", "-@scripting");

        Assert.Equal(RedisFindingLevel.Error, Of(await InspectAsync(more: ",user=reader,password=" + Secret), "scripts").Level);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_one_error()
    {
        await Server.KillAsync();

        var found = Of(await InspectAsync(), "connection");

        Assert.Equal(RedisFindingLevel.Error, found.Level);
        Assert.Contains("cannot be reached", found.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("host,password=" + Secret + ",word=" + Secret, "cannot be read")]
    public async Task A_connection_string_that_is_none_is_an_error(string? text, string says)
    {
        var found = Assert.Single(await RedisInspection.RunAsync(text, new RedisSeamOptions(), TimeProvider.System, Stop));

        Assert.Contains(says, found.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, found.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, RedisFindingLevel.Error)]
    [InlineData(true, RedisFindingLevel.Warning)]
    public async Task A_server_on_the_network_without_TLS_is_named(bool allowed, RedisFindingLevel level)
    {
        // This machine, by an address that is not the loopback's.
        var options = ConfigurationOptions.Parse(string.Create(CultureInfo.InvariantCulture, $"0.0.0.0:{Server.Port}"));

        var found = await RedisInspection.RunAsync(options, new RedisSeamOptions { AllowInsecure = allowed }, TimeProvider.System, Stop);

        Assert.Equal(level, Of(found, "security").Level);
        Assert.Equal(RedisFindingLevel.Ok, Of(found, "connection").Level);
    }

    private static RedisFinding Of(IReadOnlyList<RedisFinding> found, string name) => found.First(finding => finding.Name == name);

    private Task<IReadOnlyList<RedisFinding>> InspectAsync(RedisSeamOptions? options = null, string more = "") =>
        RedisInspection.RunAsync(Server.ConnectionString + more, options ?? new RedisSeamOptions { KeyPrefix = Prefix }, TimeProvider.System, Stop);
}

/// <summary>The inspection of a cluster.</summary>
public sealed class ClusterInspectionTests(RedisServers servers)
{
    [Fact]
    public async Task A_cluster_says_whether_it_is_whole()
    {
        var found = await RedisInspection.RunAsync(await servers.ClusterAsync(), new RedisSeamOptions(), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(RedisFindingLevel.Ok, found.First(finding => finding.Name == "cluster").Level);
    }

    [Fact]
    public async Task Of_a_cluster_each_node_is_looked_at_though_one_is_named()
    {
        var one = (await servers.ClusterAsync()).Split(',')[0];

        var found = await RedisInspection.RunAsync(one, new RedisSeamOptions(), TimeProvider.System, TestContext.Current.CancellationToken);

        foreach (var name in (string[])["version", "persistence", "clock", "cluster"])
        {
            Assert.Equal(3, found.Where(finding => finding.Name == name).Select(finding => finding.Text.Split(": ")[0]).Distinct().Count());
        }
    }
}
