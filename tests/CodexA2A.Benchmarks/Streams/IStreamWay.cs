namespace CodexA2A.Benchmarks.Streams;

/// <summary>One way of following a task, with a client that reads each event into its types.</summary>
internal interface IStreamWay : IDisposable
{
    /// <summary>The binding.</summary>
    string Name { get; }

    /// <summary>The events of a task, until the caller ends it.</summary>
    /// <param name="taskId">The task.</param>
    /// <param name="after">The last event that was had; null to begin with the task as it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The text of each; null of one without.</returns>
    IAsyncEnumerable<string?> FollowAsync(string taskId, string? after, CancellationToken cancellationToken);
}
