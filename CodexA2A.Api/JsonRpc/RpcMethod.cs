using System.Text.Json;
using CodexA2A.Api.Handling;

namespace CodexA2A.Api.JsonRpc;

/// <summary>One method: params in, a result or a stream out.</summary>
/// <param name="Name">Its name.</param>
internal abstract record RpcMethod(string Name)
{
    /// <summary>A method with one result.</summary>
    internal sealed record Unary(string Name, Func<CallContext, JsonElement, CancellationToken, Task<Payload>> Run) : RpcMethod(Name);

    /// <summary>A method that answers with events.</summary>
    internal sealed record Streaming(string Name, Func<CallContext, JsonElement, CancellationToken, Task<EventStream>> Open) : RpcMethod(Name);
}
