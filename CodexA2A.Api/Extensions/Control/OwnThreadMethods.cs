using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Control;

/// <summary>A call about a thread of the caller's, which was looked up.</summary>
/// <param name="Context">The call.</param>
/// <param name="Given">Its params.</param>
/// <param name="Id">The thread, as the caller named it.</param>
/// <param name="Session">The session that has it.</param>
internal sealed record OwnThreadCall(CallContext Context, MethodParams Given, string Id, ThreadSession Session);

/// <summary>Methods about one thread of the caller's: what they ask for is read and checked, then the thread is looked up, and only then anything begins.</summary>
internal sealed class OwnThreadMethods(OwnThreads threads)
{
    /// <summary>A method.</summary>
    /// <typeparam name="T">What it asks for.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="thread">The param that names the thread.</param>
    /// <param name="others">The names of its other params.</param>
    /// <param name="read">Reads what it asks for; finds fault with what only looks wrong.</param>
    /// <param name="run">Does it; its result.</param>
    public RpcMethod.Unary Of<T>(
        string name, string thread, string[] others, Func<MethodParams, T> read, Func<OwnThreadCall, T, CancellationToken, Task<JsonObject>> run) => new(
        name,
        async (context, parameters, cancellationToken) =>
        {
            var given = new MethodParams(parameters, [thread, .. others]);
            var (id, asked) = (given.Text(thread), read(given));
            var call = new OwnThreadCall(context, given, id, await threads.FindAsync(context, id, thread, cancellationToken));
            return Payload.Of(await run(call, asked, cancellationToken));
        });
}
