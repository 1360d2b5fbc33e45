using System.Runtime.CompilerServices;

namespace CodexA2A.Cli.Client;

/// <summary>
/// Follows a message to the end of its turn or to the next question, through as many lost connections as it takes:
/// it comes back with the id of the last event it has, so that nothing is missed and nothing comes twice.
/// </summary>
internal sealed class TurnFollower(AgentConnection agent, ClientLimits limits, TimeProvider time)
{
    /// <summary>Called before each try to come back, with its number and the reason.</summary>
    public Action<int, string>? OnReconnect { get; init; }

    /// <summary>Sends <paramref name="request"/> and yields every event up to a state in which the agent waits or has ended.</summary>
    /// <exception cref="AgentCallException">The call was refused, or the agent stayed away.</exception>
    public async IAsyncEnumerable<ReceivedEvent> FollowAsync(
        SendMessageRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = new Place(request.Message.TaskId);
        var source = agent.SendAsync(request, cancellationToken);
        var sent = false;
        for (var tries = 0; ;)
        {
            AgentCallException? broken = null;
            var events = source.GetAsyncEnumerator(cancellationToken);
            try
            {
                while (true)
                {
                    (var next, broken) = await NextAsync(events, cancellationToken);
                    if (next is null)
                    {
                        break;
                    }

                    tries = 0;
                    // An answer's first event may still show the question that it answers; then the agent says more.
                    var mayBeOld = !sent && request.Message.TaskId is not null;
                    sent = true;
                    place.Move(next);
                    yield return next;
                    // A subscription stays open while the agent waits; this side has to leave it.
                    if (place.Settled && !mayBeOld)
                    {
                        break;
                    }
                }
            }
            finally
            {
                await events.DisposeAsync();
            }

            if (place.Settled)
            {
                yield break;
            }

            // Before the first event nobody knows whether the message was taken; sending it again could run it twice.
            if (!sent || place.TaskId is null || broken is { Transient: false })
            {
                throw broken ?? new AgentCallException("The agent ended the stream in the middle of a turn.");
            }

            if (++tries > limits.Tries)
            {
                throw new AgentCallException($"The agent stayed away: {broken?.Message ?? "each stream ended at once."}", broken);
            }

            OnReconnect?.Invoke(tries, broken?.Message ?? "the stream ended");
            await Task.Delay(limits.Pause(tries), time, cancellationToken);
            source = ResumeAsync(place, cancellationToken);
        }
    }

    private async IAsyncEnumerable<ReceivedEvent> ResumeAsync(Place place, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AgentTask? ended = null;
        var events = agent.SubscribeAsync(place.TaskId!, place.LastEventId, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    if (!await events.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (AgentCallException e) when (e.Code == A2AErrorCode.UnsupportedOperation)
                {
                    // The task ended meanwhile, and the agent keeps no log of it: what it became is all there is.
                    ended = await agent.GetAsync(place.TaskId!, cancellationToken);
                    break;
                }

                yield return events.Current;
            }
        }
        finally
        {
            await events.DisposeAsync();
        }

        if (ended is not null)
        {
            yield return ReceivedEvent.Of(ended);
        }
    }

    private static async ValueTask<(ReceivedEvent? Next, AgentCallException? Broken)> NextAsync(
        IAsyncEnumerator<ReceivedEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            return (await events.MoveNextAsync() ? events.Current : null, null);
        }
        catch (AgentCallException e)
        {
            return (null, e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            return (null, new AgentCallException(e.Message, e) { Transient = true });
        }
    }

    /// <summary>Where in the task the client is.</summary>
    private sealed class Place(string? taskId)
    {
        private TaskState state;

        public string? TaskId { get; private set; } = taskId;

        public string? LastEventId { get; private set; }

        /// <summary>Nothing more comes by itself.</summary>
        public bool Settled { get; private set; }

        public void Move(ReceivedEvent received)
        {
            TaskId = received.TaskId ?? TaskId;
            LastEventId = received.Id ?? LastEventId;
            state = received.State ?? state;
            Settled = received.Event.Message is not null || state.IsTerminal || state.IsInterrupted;
        }
    }
}
