using System.Text.Json;
using CodexA2A.Api.Cards;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Extensions.Interrupts;
using CodexA2A.Api.Extensions.Push;
using CodexA2A.Api.Extensions.Sessions;
using CodexA2A.Api.Handling;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Dialects;

/// <summary>The JSON-RPC methods of A2A 1.0 and of our extensions.</summary>
internal static class V10Methods
{
    /// <summary>The methods.</summary>
    /// <param name="operations">What most of them call.</param>
    /// <param name="interrupts">Methods of an extension.</param>
    /// <param name="forget">A method of an extension.</param>
    /// <param name="failures">A method of an extension.</param>
    /// <param name="runner">Methods of extensions that a runner answers.</param>
    /// <param name="cards">The extended card.</param>
    /// <param name="enforceExtensions">Whether a method of an extension is refused to who has not named the extension.</param>
    public static RpcMethods Create(
        A2AOperations operations, InterruptMethods interrupts, ForgetMethod forget, FailureList failures, RunnerMethods runner, CardStore cards, bool enforceExtensions = false) => new(
    [
        Unary(Methods.SendMessage, operations.Send.RunAsync, NestedPushConfig.ReadSend),
        Streaming(Methods.SendStreamingMessage, operations.Stream.OpenAsync, NestedPushConfig.ReadSend),
        Unary<GetTaskRequest>(Methods.GetTask, operations.Get.RunAsync),
        Unary<ListTasksRequest>(Methods.ListTasks, operations.List.RunAsync),
        Unary<CancelTaskRequest>(Methods.CancelTask, operations.Cancel.RunAsync),
        Streaming<SubscribeToTaskRequest>(Methods.SubscribeToTask, operations.Subscribe.OpenAsync),
        Unary(Methods.CreateTaskPushNotificationConfig, operations.Push.CreateAsync, NestedPushConfig.Read),
        Unary<GetTaskPushNotificationConfigRequest>(Methods.GetTaskPushNotificationConfig, operations.Push.GetAsync),
        Unary<ListTaskPushNotificationConfigsRequest>(Methods.ListTaskPushNotificationConfigs, operations.Push.ListAsync),
        Unary<ListTaskPushNotificationConfigsRequest>(NestedPushConfig.ListAlias, operations.Push.ListAsync),
        Unary<DeleteTaskPushNotificationConfigRequest>(Methods.DeleteTaskPushNotificationConfig, operations.Push.DeleteAsync),
        new RpcMethod.Unary(Methods.GetExtendedAgentCard, async (context, parameters, _) => Payload.Raw((await cards.ExtendedAsync(CardTenant(context, parameters))).Json)),
        .. enforceExtensions ? ExtensionNegotiation.Enforce(OfExtensions(interrupts, forget, failures, runner)) : OfExtensions(interrupts, forget, failures, runner),
    ]);

    private static IEnumerable<RpcMethod> OfExtensions(InterruptMethods interrupts, ForgetMethod forget, FailureList failures, RunnerMethods runner) =>
        [.. interrupts.All, forget.Method, failures.Method, .. runner.All];

    /// <summary>Its params may be left out, and hold nothing but that.</summary>
    private static string CardTenant(CallContext context, JsonElement parameters)
    {
        if (parameters.ValueKind == JsonValueKind.Object) TenantGuard.Check(context.Owner, Read<GetExtendedAgentCardRequest>(parameters).Tenant);
        return context.Owner.Tenant;
    }

    private static RpcMethod.Unary Unary<TRequest>(
        string name, Func<CallContext, TRequest, CancellationToken, Task<Payload>> run, Func<JsonElement, TRequest>? read = null)
        where TRequest : class =>
        new RpcMethod.Unary(name, (context, parameters, cancellationToken) => run(context, (read ?? Read<TRequest>)(parameters), cancellationToken));

    private static RpcMethod.Streaming Streaming<TRequest>(
        string name, Func<CallContext, TRequest, CancellationToken, Task<EventStream>> open, Func<JsonElement, TRequest>? read = null)
        where TRequest : class =>
        new RpcMethod.Streaming(name, (context, parameters, cancellationToken) => open(context, (read ?? Read<TRequest>)(parameters), cancellationToken));

    private static TRequest Read<TRequest>(JsonElement parameters) where TRequest : class => A2AJsonInput.Read<TRequest>(parameters);
}
