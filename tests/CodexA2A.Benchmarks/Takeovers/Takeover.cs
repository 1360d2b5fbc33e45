using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.Takeovers;

/// <summary>One kill, as the client of the turn saw it; times from the kill on.</summary>
/// <param name="FirstEvent">To the first event that the new owner wrote.</param>
/// <param name="FirstText">To its first piece of text.</param>
/// <param name="End">To the end of the stream; the task is COMPLETED.</param>
/// <param name="CodexLeft">The killed runner's Codex went on and had to be ended.</param>
internal sealed record Takeover(TimeSpan FirstEvent, TimeSpan FirstText, TimeSpan End, bool CodexLeft)
{
    /// <summary>The kill comes behind this many pieces at least, of 100 in 4 s.</summary>
    private const int FirstPieces = 5;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Runs a turn, kills its runner in the middle, follows it to its end, and replaces the runner.</summary>
    /// <param name="fleet">With two runners.</param>
    /// <param name="number">How many kills there were before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidOperationException">The stream is not whole, or the task did not complete.</exception>
    public static async Task<Takeover> RunAsync(Fleet fleet, int number, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            // Each kill falls elsewhere in the turn, and in the time between two renewals.
            return await FollowAsync(fleet, FirstPieces + (number * 7 % 40), limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"The turn did not end within {Limit.TotalSeconds:0} s.\n{fleet.Said}", exception);
        }
    }

    private static async Task<Takeover> FollowAsync(Fleet fleet, int pieces, CancellationToken cancellationToken)
    {
        using var response = await fleet.Client.StreamAsync("/message:stream", A2AClient.Message(StampedText.Prompt(100, 40)), cancellationToken);
        var stream = new KilledStream();
        ServiceChild? killed = null;
        IReadOnlyList<int> below = [];
        long at = 0;
        TimeSpan? firstEvent = null, firstText = null;
        var events = SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken), static (_, data) => JsonElement.Parse(data));
        await foreach (var item in events.EnumerateAsync(cancellationToken))
        {
            var hasText = stream.On(item.EventId, item.EventType, item.Data);
            if (killed is null)
            {
                if (stream.Pieces >= pieces)
                {
                    killed = await OwnerAsync(fleet, cancellationToken);
                    below = TreeUsage.PidsBelow(killed.Pid);
                    stream.Epoch();
                    at = TimeProvider.System.GetTimestamp();
                    await killed.KillAsync();
                }
            }
            else if (stream.IsOfNext)
            {
                firstEvent ??= TimeProvider.System.GetElapsedTime(at);
                firstText ??= hasText ? TimeProvider.System.GetElapsedTime(at) : null;
            }
        }

        var end = TimeProvider.System.GetElapsedTime(at);
        if (stream.State != "TASK_STATE_COMPLETED" || firstEvent is null || firstText is null)
        {
            throw new InvalidOperationException($"Behind a takeover the turn ended as {stream.State}, first event {firstEvent}, first text {firstText}.\n{fleet.Said}");
        }

        var left = await Leftovers.EndAsync(below, cancellationToken);
        await fleet.ForgetAsync(killed!);
        await fleet.StartRunnerAsync(cancellationToken);
        return new Takeover(firstEvent.Value, firstText.Value, end, left);
    }

    // The one that says it runs a turn.
    private static async Task<ServiceChild> OwnerAsync(Fleet fleet, CancellationToken cancellationToken)
    {
        foreach (var runner in fleet.Runners)
        {
            using var http = runner.Http();
            using var answer = await http.GetAsync("health", cancellationToken);
            var health = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
            if (health["checks"]!["draining"]!["turns"]!.ToString() != "0")
            {
                return runner;
            }
        }

        throw new InvalidOperationException($"No runner says that it runs the turn.\n{fleet.Said}");
    }
}
