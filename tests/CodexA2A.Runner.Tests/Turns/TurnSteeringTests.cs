using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>Messages that come faster than Codex takes them.</summary>
public sealed class TurnSteeringTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task So_many_wait_for_Codex_and_the_next_is_refused()
    {
        using var place = await new TurnPlaces(1).TakeAsync(Stop);
        var ready = new TaskCompletionSource<TurnRequest>();
        var outcomes = new List<SteerOutcome>();
        var command = new QueuedCommand(1, Steer("turn"));
        var turn = ActiveTurn.Start(command, place, _ => Task.CompletedTask, async active =>
        {
            // Nothing of the thread is looked at before the message is made ready.
            var steering = new TurnSteering(active, null!, null!, (_, _) => ready.Task, TimeSpan.FromMinutes(1), TimeProvider.System);
            for (var i = 0; i < TurnSteering.Most; i++)
            {
                steering.Add(Steer($"{i}"), Stop);
            }

            Assert.False(steering.TryTake(out _));
            steering.Add(Steer("too many"), Stop);
            Assert.True(steering.TryTake(out var refused));
            outcomes.Add(refused);
            ready.SetException(new TurnRefusedException("MODEL_UNKNOWN", "no."));
            await steering.EndAsync();
            while (steering.TryTake(out var outcome))
            {
                outcomes.Add(outcome);
            }

            steering.Add(Steer("after"), Stop);
            await steering.EndAsync();
            Assert.True(steering.TryTake(out var after));
            outcomes.Add(after);
            return new TurnResult(null, Parked: false);
        });
        await turn.Completion;

        Assert.Equal(("too many", TurnReplies.TooManyWait), (outcomes[0].Command.SubmitId, outcomes[0].Fault?.Reason));
        Assert.Equal(TurnSteering.Most + 2, outcomes.Count);
        Assert.All(outcomes.Skip(1), outcome => Assert.Equal(TurnReplies.NotSteerable, outcome.Fault?.Reason));
    }

    [Theory]
    [InlineData(3, 100, new[] { 10L, 10, 10, 10 }, 3)]
    [InlineData(3, 100, new[] { 60L, 60, 40 }, 2)]
    [InlineData(3, 100, new[] { 500L, 1 }, 1)]
    [InlineData(3, 100, new[] { 0L, 0, 0, 0 }, 3)]
    public void A_bound_lets_in_so_many_and_one_alone_always(int count, long bytes, long[] sizes, int entered)
    {
        var bound = new InputBound(count, bytes);
        var inside = sizes.Where(bound.TryEnter).ToArray();
        Assert.Equal(entered, inside.Length);
        Array.ForEach(inside, bound.Leave);
        Assert.True(bound.TryEnter(1000));
    }

    private static SteerTurn Steer(string id) => new()
    {
        TaskId = "t",
        Owner = RunnerStage.Alice,
        SubmitId = id,
        Message = new Message { MessageId = id, Role = Role.User, Parts = [Part.FromText("more")] },
    };
}
