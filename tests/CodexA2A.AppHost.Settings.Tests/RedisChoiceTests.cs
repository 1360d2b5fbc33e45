namespace CodexA2A.AppHost.Settings.Tests;

public sealed class RedisChoiceTests
{
    [Theory]
    [InlineData("container", RedisMode.Container)]
    [InlineData("Executable", RedisMode.Executable)]
    [InlineData(" external ", RedisMode.External)]
    public void What_is_asked_for_is_taken_whatever_is_installed(string wanted, RedisMode mode) =>
        Assert.Equal(new RedisChoice(mode, null), RedisChoice.Of(wanted, publishing: false, Nothing));

    [Theory]
    [InlineData("docker")]
    [InlineData("none")]
    public void A_word_that_is_none_of_the_three_is_refused_with_the_three(string wanted)
    {
        var error = Assert.Throws<ArgumentException>(() => RedisChoice.Of(wanted, publishing: false, Everything));
        Assert.Equal($"Redis:Mode is '{wanted}'. It takes container, executable or external.", error.Message);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public void With_a_container_runtime_it_is_a_container_and_nothing_is_said(string runtime) =>
        Assert.Equal(new RedisChoice(RedisMode.Container, null), RedisChoice.Of(null, publishing: false, name => name == runtime || name == "redis-server"));

    [Fact]
    public void Without_one_but_with_redis_server_it_is_a_process_and_a_line_says_so()
    {
        var choice = RedisChoice.Of("", publishing: false, name => name == "redis-server");
        Assert.Equal(RedisMode.Executable, choice.Mode);
        Assert.Contains("Redis:Mode=executable", choice.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void With_neither_it_is_a_container_and_a_line_says_what_to_install()
    {
        var choice = RedisChoice.Of(null, publishing: false, Nothing);
        Assert.Equal(RedisMode.Container, choice.Mode);
        Assert.Contains("ConnectionStrings:redis", choice.Remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, RedisMode.Container, false)]
    [InlineData("executable", RedisMode.Container, true)]
    [InlineData("external", RedisMode.External, false)]
    public void A_process_of_this_machine_is_never_published(string? wanted, RedisMode mode, bool said)
    {
        var choice = RedisChoice.Of(wanted, publishing: true, name => name == "redis-server");
        Assert.Equal((mode, said), (choice.Mode, choice.Remark is not null));
    }

    private static bool Nothing(string name) => false;

    private static bool Everything(string name) => true;
}
