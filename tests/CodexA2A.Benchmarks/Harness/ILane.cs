namespace CodexA2A.Benchmarks.Harness;

/// <summary>One way to have Codex run a turn.</summary>
internal interface ILane : IAsyncDisposable
{
    /// <summary>What the report calls it.</summary>
    string Name { get; }

    /// <summary>The processes that it consists of; what they started is found below them.</summary>
    IReadOnlyList<LanePart> Parts { get; }

    /// <summary>Runs a turn in a new context.</summary>
    /// <param name="prompt">The message.</param>
    /// <param name="onText">Called with each piece of the answer as it arrives; may be called on any thread.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The whole answer.</returns>
    /// <exception cref="InvalidOperationException">The turn did not end as completed.</exception>
    Task<string> TurnAsync(string prompt, Action<string> onText, CancellationToken cancellationToken);
}
