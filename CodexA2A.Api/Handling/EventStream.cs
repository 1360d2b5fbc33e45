using System.Runtime.CompilerServices;

namespace CodexA2A.Api.Handling;

/// <summary>One event on its way to a client.</summary>
/// <param name="Id">Its id in the task's log.</param>
/// <param name="Payload">The StreamResponse.</param>
/// <param name="At">When it was written.</param>
/// <param name="Closes">True when it is a question that ends the stream.</param>
internal readonly record struct StreamItem(EventId Id, Payload Payload, DateTimeOffset At, bool Closes = false);

/// <summary>A stream that passed all checks and can be sent.</summary>
/// <param name="Batches">Non-empty batches of what was ready together.</param>
/// <param name="OpensAtOnce">True when the response may begin before there is an event (a valid cursor, and nothing waits).</param>
/// <param name="Accepted">The task of a message that was accepted for this stream: no failure may ask for the message again.</param>
internal sealed record EventStream(IAsyncEnumerable<IReadOnlyList<StreamItem>> Batches, bool OpensAtOnce = false, string? Accepted = null)
{
    /// <summary>The same stream with each event in other words; what was ready together stays together.</summary>
    public EventStream Select(Func<StreamItem, StreamItem> translate) => this with { Batches = Translated(Batches, translate, CancellationToken.None) };

    private static async IAsyncEnumerable<IReadOnlyList<StreamItem>> Translated(
        IAsyncEnumerable<IReadOnlyList<StreamItem>> batches, Func<StreamItem, StreamItem> translate, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            yield return [.. batch.Select(translate)];
        }
    }
}
