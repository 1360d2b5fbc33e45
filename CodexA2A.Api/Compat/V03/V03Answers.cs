using CodexA2A.Api.Compat.V03.Translators;
using CodexA2A.Api.Compat.V03.Wire;
using CodexA2A.Api.Handling;

namespace CodexA2A.Api.Compat.V03;

/// <summary>Puts what the operations answer into one of the two shapes of 0.3, event by event.</summary>
internal sealed class V03Answers
{
    /// <summary>Over JSON-RPC.</summary>
    public static readonly V03Answers Rpc = new(EventTranslator.ToRpc, task => V03Json.Serialize(TaskTranslator.ToRpc(task)));

    /// <summary>Over HTTP+JSON.</summary>
    public static readonly V03Answers Rest = new(EventTranslator.ToRest, task => V03Json.Serialize(TaskTranslator.ToRest(task)));

    private readonly Func<StreamResponse, bool, byte[]> ofEvent;
    private readonly Func<AgentTask, byte[]> ofTask;

    private V03Answers(Func<StreamResponse, bool, byte[]> ofEvent, Func<AgentTask, byte[]> ofTask) => (this.ofEvent, this.ofTask) = (ofEvent, ofTask);

    /// <summary>The answer to a send: a task or a message, as the event of the same kind is written.</summary>
    public async Task<Payload> Sent(Task<Payload> answer) => Payload.Raw(ofEvent((await answer).Read<StreamResponse>(), false));

    /// <summary>A task.</summary>
    public async Task<Payload> OfTask(Task<Payload> answer) => Payload.Raw(ofTask((await answer).Read<AgentTask>()));

    /// <summary>A stream.</summary>
    public async Task<EventStream> OfStream(Task<EventStream> answer) => (await answer).Select(item =>
        item with { Payload = Payload.Raw(ofEvent(item.Payload.Read<StreamResponse>(), item.Closes)) });
}
