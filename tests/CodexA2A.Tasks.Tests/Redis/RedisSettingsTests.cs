using CodexA2A.Tasks.Redis;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>What a connection string may say, and what is refused.</summary>
public sealed class RedisSettingsTests
{
    [Fact]
    public void A_connection_string_may_name_several_servers_TLS_and_a_user()
    {
        var options = RedisSettings.Complete(RedisSettings.Parse("one:6380,two:6381,ssl=true,user=me,password=pa$$,name=mine"));

        Assert.Equal(2, options.EndPoints.Count);
        Assert.Equal((true, "me", "pa$$", "mine", false), (options.Ssl, options.User, options.Password, options.ClientName, options.AbortOnConnectFail));
    }

    [Theory]
    [InlineData("localhost", 3000, 3000)]
    [InlineData("localhost,asyncTimeout=7000", 7000, 3000)]
    [InlineData("localhost,SyncTimeout=900", 3000, 900)]
    public void A_call_ends_within_seconds_unless_the_string_says_otherwise(string text, int asynchronous, int synchronous)
    {
        var options = RedisSettings.Parse(text);
        Assert.Equal((asynchronous, synchronous), (options.AsyncTimeout, options.SyncTimeout));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("ssl=true")]
    [InlineData("localhost,nonsense=1,password=hunter2")]
    [InlineData("localhost,password=with,hunter2=1")]
    public void What_is_no_connection_string_is_refused_without_showing_it(string? text)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => RedisSettings.Parse(text));

        Assert.StartsWith("ConnectionStrings:redis", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:7000,[::1]:7001")]
    [InlineData("redis.example:6380,ssl=true,password=x")]
    public void A_local_or_a_secured_server_is_accepted(string text) => RedisSettings.RefuseInsecure(ConfigurationOptions.Parse(text), allowed: false);

    [Theory]
    [InlineData("redis.example", "TLS (ssl=true) and a password")]
    [InlineData("redis.example,password=x", "without TLS (ssl=true):")]
    [InlineData("10.0.0.1,ssl=true", "without a password:")]
    [InlineData("localhost,10.0.0.1", "TLS (ssl=true) and a password")]
    public void An_open_server_on_the_network_is_refused_unless_allowed(string text, string missing)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => RedisSettings.RefuseInsecure(ConfigurationOptions.Parse(text), allowed: false));

        Assert.Contains(missing, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Redis:AllowInsecure", refused.Message, StringComparison.Ordinal);
        RedisSettings.RefuseInsecure(ConfigurationOptions.Parse(text), allowed: true);
    }
}
