using System.Text.Json;
using CodexA2A.Api.Compat.V03.Translators;
using CodexA2A.Api.Compat.V03.Wire;
using CodexA2A.Api.Handling;
using CodexA2A.Api.JsonRpc;

namespace CodexA2A.Api.Compat.V03;

/// <summary>The JSON-RPC methods of A2A 0.3; their names have a slash, so they share an address with those of 1.0.</summary>
internal sealed class V03Methods(A2AOperations operations, V03PushConfigs push, V03Cards cards)
{
    public const string Send = "message/send";
    public const string Stream = "message/stream";
    public const string Get = "tasks/get";
    public const string Cancel = "tasks/cancel";
    public const string Resubscribe = "tasks/resubscribe";
    public const string SetPush = "tasks/pushNotificationConfig/set";
    public const string GetPush = "tasks/pushNotificationConfig/get";
    public const string ListPush = "tasks/pushNotificationConfig/list";
    public const string DeletePush = "tasks/pushNotificationConfig/delete";
    public const string ExtendedCard = "agent/getAuthenticatedExtendedCard";

    /// <summary>The methods.</summary>
    public IEnumerable<RpcMethod> All =>
    [
        Unary<RpcSendParams>(Send, (context, given, ended) => V03Answers.Rpc.Sent(operations.Send.RunAsync(context, SendTranslator.FromRpc(given), ended))),
        Streaming<RpcSendParams>(Stream, (context, given, ended) => operations.Stream.OpenAsync(context, SendTranslator.FromRpc(given), ended)),
        Unary<RpcTaskParams>(Get, (context, given, ended) => V03Answers.Rpc.OfTask(
            operations.Get.RunAsync(context, new GetTaskRequest { Id = IdOf(given), HistoryLength = given.HistoryLength }, ended))),
        Unary<RpcTaskParams>(Cancel, (context, given, ended) => V03Answers.Rpc.OfTask(
            operations.Cancel.RunAsync(context, new CancelTaskRequest { Id = IdOf(given), Metadata = given.Metadata }, ended))),
        Streaming<RpcTaskParams>(Resubscribe, (context, given, ended) =>
            operations.Subscribe.OpenAsync(context, new SubscribeToTaskRequest { Id = IdOf(given) }, ended)),
        Unary<RpcTaskPushConfig>(SetPush, SetPushAsync),
        Unary<RpcTaskParams>(GetPush, async (context, given, ended) => PushPayload(await push.GetAsync(context, IdOf(given), given.PushNotificationConfigId, ended))),
        Unary<RpcTaskParams>(ListPush, ListPushAsync),
        Unary<RpcTaskParams>(DeletePush, DeletePushAsync),
        new RpcMethod.Unary(ExtendedCard, async (_, _, _) => Payload.Raw((await cards.ExtendedAsync()).Json)),
    ];

    private async Task<Payload> SetPushAsync(CallContext context, RpcTaskPushConfig given, CancellationToken cancellationToken)
    {
        var config = Given.Required(given.PushNotificationConfig, "pushNotificationConfig");
        return PushPayload(await push.SetAsync(context, PushConfigTranslator.From(config, given.TaskId ?? ""), cancellationToken));
    }

    private async Task<Payload> ListPushAsync(CallContext context, RpcTaskParams given, CancellationToken cancellationToken)
    {
        IReadOnlyList<RpcTaskPushConfig> all = [.. (await push.ListAsync(context, IdOf(given), cancellationToken)).Select(PushConfigTranslator.ToRpc)];
        return Payload.Raw(V03Json.Serialize(all));
    }

    private async Task<Payload> DeletePushAsync(CallContext context, RpcTaskParams given, CancellationToken cancellationToken)
    {
        await push.DeleteAsync(context, IdOf(given), given.PushNotificationConfigId, cancellationToken);
        return Payload.Raw("null"u8.ToArray());
    }

    private static Payload PushPayload(TaskPushNotificationConfig config) => Payload.Raw(V03Json.Serialize(PushConfigTranslator.ToRpc(config)));

    private static string IdOf(RpcTaskParams given) => given.Id ?? "";

    private static RpcMethod.Unary Unary<TParams>(string name, Func<CallContext, TParams, CancellationToken, Task<Payload>> run) where TParams : class =>
        new(name, (context, parameters, ended) => run(context, V03Json.Read<TParams>(parameters), ended));

    private static RpcMethod.Streaming Streaming<TParams>(string name, Func<CallContext, TParams, CancellationToken, Task<EventStream>> open) where TParams : class =>
        new(name, (CallContext context, JsonElement parameters, CancellationToken ended) =>
            V03Answers.Rpc.OfStream(open(context, V03Json.Read<TParams>(parameters), ended)));
}
