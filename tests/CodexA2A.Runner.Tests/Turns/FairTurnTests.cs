using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>Several principals on one runner.</summary>
public sealed class FairTurnTests
{
    private const string Endless = "fault: turn-never-completes";

    private static readonly Owner Bob = new("", "bob");

    [Fact]
    public async Task A_context_with_many_turns_gives_its_place_to_another_principal_between_two_of_them()
    {
        await using var stage = await RunnerStage.StartAsync(working: false, ("Runner:MaxTurns", "1"));
        var alices = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            alices.Add(await stage.SubmitAsync($"hello {i}"));
        }

        var bobs = await stage.SubmitOfAsync(Bob, "hello");
        var others = await stage.SubmitAsync("hello", "of its own");
        await stage.Worker.StartAsync(TestContext.Current.CancellationToken);

        var ends = new List<(DateTimeOffset At, string Task)> { ((await stage.EndOfAsync(Bob, bobs)).Status.Timestamp!.Value, bobs) };
        foreach (var task in alices.Append(others))
        {
            var end = await stage.EndAsync(task);
            Assert.Equal(TaskState.Completed, end.Status.State);
            ends.Add((end.Status.Timestamp!.Value, task));
        }

        var order = ends.OrderBy(end => end.At).Select(end => end.Task).ToList();
        Assert.Equal([alices[0], bobs], order[..2]);
        Assert.Equal(alices, order.Where(alices.Contains));
    }

    [Fact]
    public async Task One_principal_takes_no_more_places_than_it_may_though_some_are_free()
    {
        await using var stage = await RunnerStage.StartAsync(settings: [("Runner:MaxTurns", "3"), ("Runner:MaxTurnsPerPrincipal", "1")]);
        var running = await stage.SubmitAsync(Endless, "one");
        await stage.UntilAsync(running, now => now.Status.State == TaskState.Working);
        var waiting = await stage.SubmitAsync("hello", "two");

        Assert.Equal(TaskState.Completed, (await stage.EndOfAsync(Bob, await stage.SubmitOfAsync(Bob, "hello", "of bob"))).Status.State);
        Assert.Equal(TaskState.Submitted, (await stage.Tasks.ReadAsync(RunnerStage.Alice, waiting, TestContext.Current.CancellationToken))!.State);
        Assert.Equal(SendStatus.Accepted, await stage.Queue.SendAsync(new CancelTurn { TaskId = running, Owner = RunnerStage.Alice }, TestContext.Current.CancellationToken));

        Assert.Equal(TaskState.Completed, (await stage.EndAsync(waiting)).Status.State);
        Assert.Equal(TaskState.Canceled, (await stage.EndAsync(running)).Status.State);
    }

    [Fact]
    public async Task What_is_of_others_than_it_serves_is_left_to_another_runner()
    {
        await using var stage = await RunnerStage.StartAsync(settings: [("Runner:ExceptPrincipals:0", "alice")]);
        var left = await stage.SubmitAsync("hello");

        Assert.Equal(TaskState.Completed, (await stage.EndOfAsync(Bob, await stage.SubmitOfAsync(Bob, "hello", "of bob"))).Status.State);
        Assert.Equal(TaskState.Submitted, (await stage.Tasks.ReadAsync(RunnerStage.Alice, left, TestContext.Current.CancellationToken))!.State);
        Assert.Contains("Takes turns and calls of all but 'alice'.", stage.Log.Text, StringComparison.Ordinal);
    }
}
