namespace CodexA2A.Benchmarks.Harness;

/// <summary>One way to have Codex run a turn.</summary>
internal interface ILane : IAsyncDisposable
{
    /// <summary>What the report calls it.</summary>
    string Name { get; }

    /// <summary>The process at the root of what it costs.</summary>
    int Pid { get; }

    /// <summary>True when the root process is ours and Codex is below it; false when it is Codex itself.</summary>
    bool RootIsOurs { get; }

    /// <summary>Runs a turn in a new context.</summary>
    /// <param name="prompt">The message.</param>
    /// <param name="onText">Called with each piece of the answer as it arrives; may be called on any thread.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The whole answer.</returns>
    /// <exception cref="InvalidOperationException">The turn did not end as completed.</exception>
    Task<string> TurnAsync(string prompt, Action<string> onText, CancellationToken cancellationToken);
}
