using CodexA2A.Api.Access;
using CodexA2A.Api.Cards;
using CodexA2A.Api.Dialects;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Handling;

namespace CodexA2A.Api.Rest;

/// <summary>The routes of the HTTP+JSON binding (A2A 1.0, chapter 11).</summary>
internal sealed class RestRoutes(RestEndpoint endpoint, A2AOperations operations, CardStore cards)
{
    private const string Configs = "/tasks/{id}/pushNotificationConfigs";

    /// <summary>Where A2A 0.3 has its routes; its clients are told the version, not that there is nothing.</summary>
    private const string Legacy = "/v1/{**rest}";

    /// <summary>Each route is there a second time below the caller's tenant (A2A 1.0, 11.3).</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        MapOperations(routes);
        MapOperations(routes.MapGroup($"/{{{TenantGuard.RouteValue}}}"));
        routes.Map(Legacy, LegacyRoute);
    }

    private void MapOperations(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/message:send", Send);
        routes.MapPost("/message:stream", Stream);
        routes.MapGet("/tasks", List);
        routes.MapGet("/tasks/{id}", GetOrSubscribe);
        routes.MapPost("/tasks/{id}", CancelOrSubscribe);
        routes.MapGet("/extendedAgentCard", ExtendedCard);
        routes.MapPost(Configs, CreateConfig);
        routes.MapGet(Configs, ListConfigs);
        routes.MapGet(Configs + "/{configId}", GetConfig);
        routes.MapDelete(Configs + "/{configId}", DeleteConfig);
    }

    private Task Send(HttpContext http) => endpoint.UnaryAsync(http, Methods.SendMessage, async (context, ended) =>
        await operations.Send.RunAsync(context, await endpoint.BodyAsync(http, NestedPushConfig.ReadSend), ended));

    private Task Stream(HttpContext http) => endpoint.StreamAsync(http, Methods.SendStreamingMessage, async (context, ended) =>
        await operations.Stream.OpenAsync(context, await endpoint.BodyAsync(http, NestedPushConfig.ReadSend), ended));

    private Task List(HttpContext http) => endpoint.UnaryAsync(http, Methods.ListTasks, (context, ended) =>
        operations.List.RunAsync(context, RestQuery.Read<ListTasksRequest>(http.Request.Query, RestQuery.ListTasks), ended));

    private Task GetOrSubscribe(HttpContext http) => RestTarget.Of(http) switch
    {
        (var id, "subscribe") => Subscribe(http, id),
        (var id, "") => endpoint.UnaryAsync(http, Methods.GetTask, (context, ended) => operations.Get.RunAsync(
            context, RestQuery.Read<GetTaskRequest>(http.Request.Query, RestQuery.GetTask) with { Id = id }, ended)),
        _ => NoSuchRoute(http),
    };

    private Task CancelOrSubscribe(HttpContext http) => RestTarget.Of(http) switch
    {
        (var id, "subscribe") => Subscribe(http, id),
        // The body is optional; what it says goes, but for the id, which is in the path.
        (var id, "cancel") => endpoint.UnaryAsync(http, Methods.CancelTask, async (context, ended) => await operations.Cancel.RunAsync(
            context, (await endpoint.OptionalBodyAsync<CancelTaskRequest>(http) ?? new CancelTaskRequest { Id = id }) with { Id = id }, ended)),
        _ => NoSuchRoute(http),
    };

    private Task Subscribe(HttpContext http, string id) => endpoint.StreamAsync(http, Methods.SubscribeToTask, (context, ended) =>
        operations.Subscribe.OpenAsync(context, RestQuery.Read<SubscribeToTaskRequest>(http.Request.Query, RestQuery.Tenant) with { Id = id }, ended));

    private Task ExtendedCard(HttpContext http) => endpoint.CardAsync(http, Methods.GetExtendedAgentCard, context => cards.ExtendedAsync(context.Owner.Tenant));

    // The task is the one of the path, whatever the body says.
    private Task CreateConfig(HttpContext http) => endpoint.UnaryAsync(http, Methods.CreateTaskPushNotificationConfig, async (context, ended) =>
        await operations.Push.CreateAsync(context, await endpoint.BodyAsync(http, NestedPushConfig.Read) with { TaskId = RestTarget.Value(http, "id") }, ended));

    private Task ListConfigs(HttpContext http) => endpoint.UnaryAsync(http, Methods.ListTaskPushNotificationConfigs, (context, ended) => operations.Push.ListAsync(
        context, RestQuery.Read<ListTaskPushNotificationConfigsRequest>(http.Request.Query, RestQuery.ListConfigs) with { TaskId = RestTarget.Value(http, "id") }, ended));

    private Task GetConfig(HttpContext http) => endpoint.UnaryAsync(http, Methods.GetTaskPushNotificationConfig, (context, ended) => operations.Push.GetAsync(
        context,
        RestQuery.Read<GetTaskPushNotificationConfigRequest>(http.Request.Query, RestQuery.Tenant) with { TaskId = RestTarget.Value(http, "id"), Id = RestTarget.Value(http, "configId") },
        ended));

    // An empty message: every official client reads that, and not all read a 204.
    private Task DeleteConfig(HttpContext http) => endpoint.UnaryAsync(http, Methods.DeleteTaskPushNotificationConfig, async (context, ended) =>
    {
        await operations.Push.DeleteAsync(
            context,
            RestQuery.Read<DeleteTaskPushNotificationConfigRequest>(http.Request.Query, RestQuery.Tenant) with { TaskId = RestTarget.Value(http, "id"), Id = RestTarget.Value(http, "configId") },
            ended);
        return Payload.Raw("{}"u8.ToArray());
    });

    private Task LegacyRoute(HttpContext http) =>
        endpoint.UnaryAsync(http, Permissions.Unknown, (_, _) => Task.FromException<Payload>(LastResort.NoRoute(http)), legacyStyle: true);

    private Task NoSuchRoute(HttpContext http) => endpoint.UnaryAsync(http, Permissions.Unknown, (_, _) => Task.FromException<Payload>(LastResort.NoRoute(http)));
}
