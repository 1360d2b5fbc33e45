using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>Says calls of A2A 1.0 in one of the five ways, and understands the answers.</summary>
internal abstract class Speaker
{
    public abstract Way Way { get; }

    /// <summary>Calls; null when the call cannot be said this way. Of a stream the first event is the answer, and it is left then.</summary>
    /// <param name="call">The call.</param>
    /// <param name="bindings">The bindings of A2A 1.0 that have it, as in docs/errors.md.</param>
    public abstract Task<Said?> SayAsync(Call call, string bindings = "both");

    private protected static bool IsStream(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType == "text/event-stream";

    /// <summary>Opens a stream; each event in the JSON of A2A 1.0.</summary>
    public abstract IAsyncEnumerable<JsonObject> ListenAsync(Call call);

    public static Speaker Of(Way way, ApiHost host) => way switch
    {
        Way.JsonRpc => new HttpSpeaker(host, Binding.JsonRpc),
        Way.Rest => new HttpSpeaker(host, Binding.Rest),
        Way.Grpc => new GrpcSpeaker(host),
        Way.Rpc03 => new V03Speaker(host, rest: false),
        _ => new V03Speaker(host, rest: true),
    };
}
