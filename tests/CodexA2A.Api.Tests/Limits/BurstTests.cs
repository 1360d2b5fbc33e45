using System.Collections.Concurrent;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Limits;

/// <summary>A thousand sends at once where eight turns run at a time.</summary>
public sealed class BurstTests : IDisposable
{
    private const int Sends = 250;
    private const int MostOfOne = 200;
    private const int Places = 8;

    private static readonly string[] Callers = ["alice", "bob", "carol", "dave"];

    private readonly ConcurrentQueue<string> begun = new();
    private readonly ConcurrentDictionary<string, bool> completed = new();
    private readonly SemaphoreSlim ended = new(0);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => ended.Dispose();

    [Fact]
    public async Task A_thousand_sends_are_answered_or_told_to_come_again_and_nobody_waits_more_than_twice_the_share()
    {
        await using var host = await ApiHost.StartAsync(
            Callers.ToDictionary(caller => $"A2A:BearerTokens:{caller}", caller => (string?)Token(caller)).Append(new("A2A:MaxTurnsPerPrincipal", $"{MostOfOne}")).ToDictionary(),
            tokens: false);
        // The first one's come first, all of them.
        var answers = new List<(int Number, string Caller, Answer Answer)>();
        foreach (var caller in Callers)
        {
            var numbers = new ConcurrentBag<(int, string, Answer)>();
            await Parallel.ForAsync(0, Sends, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Stop }, async (number, _) =>
                numbers.Add((number, caller, await SendAsync(host, caller, number))));
            answers.AddRange(numbers);
        }

        var accepted = answers.Where(answer => answer.Answer.Error is null).Select(answer => answer.Answer.TaskId).ToHashSet();
        Assert.Equal(Callers.Length * MostOfOne, accepted.Count);
        var refused = answers.Where(answer => answer.Answer.Error is not null).ToList();
        Assert.All(refused, answer =>
        {
            Assert.Equal((429, "TOO_MANY_TURNS"), ((int)answer.Answer.Status, answer.Answer.Reason));
            Assert.NotNull(answer.Answer.Response.Headers.RetryAfter);
        });

        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = Enumerable.Range(0, Places).Select(place => Task.Run(() => RunAsync(host, new RunnerIdentity($"place-{place}", "home"), done.Token), Stop)).ToArray();
        // Whoever was refused comes again when a turn has ended, until it is taken.
        foreach (var (number, caller, _) in refused)
        {
            Answer again;
            do
            {
                await ended.WaitAsync(Stop);
                again = await SendAsync(host, caller, number);
            }
            while (again.Reason == "TOO_MANY_TURNS");

            Assert.True(accepted.Add(again.TaskId));
        }

        while (completed.Count < Callers.Length * Sends) await ended.WaitAsync(Stop);
        await done.CancelAsync();
        await Task.WhenAll(running);

        Assert.Equal(accepted.Order(), completed.Keys.Order());
        // While all of them have some that wait, the k-th of one comes when each has had about k.
        var order = begun.ToArray();
        foreach (var caller in Callers)
        {
            var places = order.Index().Where(item => item.Item == caller).Select(item => item.Index + 1).Take(MostOfOne).ToArray();
            for (var k = 1; k <= places.Length; k++) Assert.InRange(places[k - 1], 1, (2 * Callers.Length * k) + Places);
        }
    }

    private async Task RunAsync(ApiHost host, RunnerIdentity runner, CancellationToken done)
    {
        try
        {
            while (!done.IsCancellationRequested)
            {
                if (await host.Queue.TryClaimAsync(runner, CancellationToken.None) is not { } lease)
                {
                    await host.Queue.WaitForWorkAsync(runner, done);
                    continue;
                }

                begun.Enqueue(lease.Owner.Principal);
                await using (var turn = await ScriptedTurn.BeginAsync(host.Queue, host.Log, lease, Stop))
                {
                    await turn.CompleteAsync();
                    Assert.True(completed.TryAdd(turn.TaskId, true));
                }

                ended.Release();
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // That is all.
        }
    }

    private static string Token(string caller) => $"{caller}-secret-token-of-its-own";

    private static Task<Answer> SendAsync(ApiHost host, string caller, int number) =>
        host.CallAsync((Call.Send($"{number}").At(immediately: true) with { Token = Token(caller) }).WithHeader("Idempotency-Key", $"{caller}-{number}"));
}
