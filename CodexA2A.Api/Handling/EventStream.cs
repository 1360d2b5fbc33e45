namespace CodexA2A.Api.Handling;

/// <summary>One event on its way to a client.</summary>
/// <param name="Id">Its id in the task's log.</param>
/// <param name="Payload">The StreamResponse.</param>
/// <param name="At">When it was written.</param>
internal readonly record struct StreamItem(EventId Id, Payload Payload, DateTimeOffset At);

/// <summary>A stream that passed all checks and can be sent.</summary>
/// <param name="Batches">Non-empty batches of what was ready together.</param>
/// <param name="OpensAtOnce">True when the response may begin before there is an event (a valid cursor, and nothing waits).</param>
/// <param name="Accepted">The task of a message that was accepted for this stream: no failure may ask for the message again.</param>
internal sealed record EventStream(IAsyncEnumerable<IReadOnlyList<StreamItem>> Batches, bool OpensAtOnce = false, string? Accepted = null);
