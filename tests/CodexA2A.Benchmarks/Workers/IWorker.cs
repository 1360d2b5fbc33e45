using System.Text.Json.Nodes;

namespace CodexA2A.Benchmarks.Workers;

/// <summary>What a process of ours does beside the one that measures.</summary>
internal interface IWorker : IAsyncDisposable
{
    /// <summary>Does one thing and says what came out; an exception ends the process, and the run with it.</summary>
    Task<JsonObject> DoAsync(string what, JsonObject how, CancellationToken cancellationToken);
}
