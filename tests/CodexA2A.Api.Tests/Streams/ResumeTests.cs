using System.Globalization;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Api.Tests.Streams;

public sealed class ResumeTests
{
    private const int Disconnects = 50;

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Fifty_forced_disconnects_lose_nothing_and_repeat_nothing(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var random = new Random(20260101);
        var frames = new List<Frame>();
        var stream = await host.OpenAsync(Call.Stream("count"), binding);
        frames.Add((await stream.NextEventAsync())!);
        var taskId = (string)frames[0].Response["task"]!["id"]!;
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();

        var written = 0;
        for (var cut = 0; cut < Disconnects; cut++)
        {
            await stream.DisposeAsync();
            // Some events come while nobody listens, some while somebody does.
            await WriteAsync(random.Next(0, 5));
            stream = await host.OpenAsync(Call.Subscribe(taskId, frames[^1].Id), binding);
            await WriteAsync(random.Next(1, 5));
            for (var left = random.Next(1, written + 3 - frames.Count); left > 0; left--)
            {
                frames.Add((await stream.NextEventAsync())!);
            }
        }

        await turn.CompleteAsync();
        frames.AddRange(await stream.RestAsync());
        await stream.DisposeAsync();

        Assert.Equal(Enumerable.Range(1, frames.Count), frames.Select(frame => int.Parse(frame.Id!.Split('-')[1], CultureInfo.InvariantCulture)));
        Assert.Equal(
            Enumerable.Range(0, written).Select(number => number.ToString(CultureInfo.InvariantCulture)),
            frames.Where(frame => frame.Text is not null).Select(frame => frame.Text));
        Assert.Equal("TASK_STATE_COMPLETED", frames[^1].State);

        async Task WriteAsync(int count)
        {
            for (; count > 0; count--)
            {
                await turn.TextAsync(written.ToString(CultureInfo.InvariantCulture), append: written > 0);
                written++;
            }
        }
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_task_names_the_same_cursor_as_its_frame(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await turn.TextAsync("one", append: false);
        await turn.TextAsync("two");
        await AssertSameAsync(turn.Last.ToString());

        // Another owner: a marker that no client sees comes behind the last event.
        var before = turn.Last;
        await turn.DisposeAsync();
        Assert.True(await host.Runner.TakeOverAsync());
        Assert.True((await host.Log.ReadAsync(ApiHost.OwnerOf("alice"), task.TaskId, TestContext.Current.CancellationToken))!.Last.Seq > before.Seq);
        await AssertSameAsync(before.ToString());

        async Task AssertSameAsync(string expected)
        {
            await using var stream = await host.OpenAsync(Call.Subscribe(task.TaskId), binding);
            var first = (await stream.NextEventAsync())!;
            Assert.Equal((expected, expected), (first.Id, first.EventId));
            Assert.Equal(expected, (string)(await host.CallAsync(Call.Get(task.TaskId), binding)).Task["metadata"]!["shared"]!["stream"]!["event_id"]!);
            await using var rest = await host.OpenAsync(Call.Subscribe(task.TaskId, after: first.EventId), binding);
        }
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task An_ended_task_is_replayed_while_its_log_lives(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var taskId = await host.CompletedAsync();
        await using var all = await host.OpenAsync(Call.Subscribe(taskId, after: "0-1"), binding);
        var frames = await all.RestAsync();
        Assert.Equal(["statusUpdate", "artifactUpdate", "statusUpdate"], frames.Select(frame => frame.Kind));

        await using var tail = await host.OpenAsync(Call.Subscribe(taskId, after: frames[1].Id), binding);
        Assert.Equal(frames[2].Id, Assert.Single(await tail.RestAsync()).Id);

        await using var nothing = await host.OpenAsync(Call.Subscribe(taskId, after: frames[2].Id), binding);
        Assert.Empty(await nothing.RestAsync());
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Behind_events_that_were_trimmed_the_task_comes_first(Binding binding)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:Seam:RunningEvents"] = "100" });
        var task = await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        for (var i = 0; i < 150; i++)
        {
            await turn.TextAsync("x", append: i > 0);
        }

        await turn.WorkingAsync();
        await using var stream = await host.OpenAsync(Call.Subscribe(task.TaskId, after: "0-1"), binding);
        var first = (await stream.NextEventAsync())!;
        Assert.Equal(first.Id, first.EventId);
        Assert.Equal(("task", turn.Last.ToString(), 150), (first.Kind, first.Id, ((string)first.Response["task"]!["artifacts"]![0]!["parts"]![0]!["text"]!).Length));
        await turn.TextAsync("y");
        await turn.CompleteAsync();
        Assert.Equal(["artifactUpdate", "statusUpdate"], (await stream.RestAsync()).Select(frame => frame.Kind));
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Of_an_ended_task_whose_log_is_deleted_the_task_is_left(Binding binding)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await ApiHost.StartAsync(time: time);
        var taskId = await host.CompletedAsync();
        var last = (await host.Log.ReadAsync(ApiHost.OwnerOf("alice"), taskId, TestContext.Current.CancellationToken))!.Last;
        time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        await host.Queue.SweepAsync(TestContext.Current.CancellationToken);

        await using var stream = await host.OpenAsync(Call.Subscribe(taskId, after: "0-1"), binding);
        var only = Assert.Single(await stream.RestAsync());
        Assert.Equal(("task", "TASK_STATE_COMPLETED", last.ToString()), (only.Kind, only.State, only.Id));
        await using var nothing = await host.OpenAsync(Call.Subscribe(taskId, after: only.Id), binding);
        Assert.Empty(await nothing.RestAsync());
    }

    [Fact]
    public async Task Another_callers_cursor_is_of_an_unknown_task()
    {
        await using var host = await ApiHost.StartAsync();
        var taskId = await host.CompletedAsync();
        foreach (var cursor in new[] { "0-1", "nonsense", "0-99" })
        {
            Assert.Equal("TASK_NOT_FOUND", (await host.CallAsync(Call.Subscribe(taskId, cursor) with { Token = ApiHost.Bob })).Reason);
        }
    }
}
