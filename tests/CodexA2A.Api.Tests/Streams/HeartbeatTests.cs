using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Api.Tests.Streams;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_silent_stream_sends_a_comment_every_ten_seconds()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await ApiHost.StartAsync(time: time);
        await using var stream = await host.OpenAsync(Call.Stream("hello"));
        Assert.NotNull((await stream.NextAsync())!.Data);
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal("keep-alive", (await stream.NextAsync())!.Comment);
        }
    }

    [Fact]
    public async Task A_valid_cursor_with_nothing_to_come_opens_the_stream_at_once()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await using var stream = await host.OpenAsync(Call.Subscribe(task.TaskId, after: "0-1"));
        Assert.Equal("open", (await stream.NextAsync())!.Comment);
    }
}
