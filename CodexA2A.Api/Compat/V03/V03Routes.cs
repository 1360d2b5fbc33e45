using CodexA2A.Api.Access;
using CodexA2A.Api.Cards;
using CodexA2A.Api.Compat.V03.Translators;
using CodexA2A.Api.Compat.V03.Wire;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Http;
using CodexA2A.Api.Limits;
using CodexA2A.Api.Rest;
using CodexA2A.Api.Sse;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Compat.V03;

/// <summary>The HTTP+JSON routes of A2A 0.3, all under /v1. What is created is answered with 201, as the official server does.</summary>
internal sealed class V03Routes(
    RestEndpoint endpoint, SseWriter sse, A2AOperations operations, V03PushConfigs push, V03Cards cards, IOptions<A2AOptions> options)
{
    private const string OneTask = "/v1/tasks/{id}";
    private const string Configs = OneTask + "/pushNotificationConfigs";

    private static readonly SseFrame Frame = new(default, default, FaultTranslator.ToRest);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/message:send", Send);
        routes.MapPost("/v1/message:stream", Stream);
        routes.MapGet(OneTask, GetOrSubscribe);
        routes.MapPost(OneTask, CancelOrSubscribe);
        routes.MapGet("/v1/card", ExtendedCard);
        routes.MapPost(Configs, CreateConfig);
        routes.MapGet(Configs, ListConfigs);
        routes.MapGet(Configs + "/{configId}", GetConfig);
        routes.MapDelete(Configs + "/{configId}", DeleteConfig);
    }

    private Task Send(HttpContext http) => Unary(http, V03Methods.Send, StatusCodes.Status201Created, async (context, ended) =>
        await V03Answers.Rest.Sent(operations.Send.RunAsync(context, await SendRequestAsync(http), ended)));

    private Task Stream(HttpContext http) => Streaming(http, V03Methods.Stream, async (context, ended) =>
        await operations.Stream.OpenAsync(context, await SendRequestAsync(http), ended));

    private Task GetOrSubscribe(HttpContext http) => RestTarget.Of(http) switch
    {
        (var id, "subscribe") => Subscribe(http, id),
        (var id, "") => Unary(http, V03Methods.Get, StatusCodes.Status200OK, (context, ended) => V03Answers.Rest.OfTask(operations.Get.RunAsync(
            context, RestQuery.Read<GetTaskRequest>(http.Request.Query, ["historyLength"]) with { Id = id }, ended))),
        _ => NoSuchRoute(http),
    };

    private Task CancelOrSubscribe(HttpContext http) => RestTarget.Of(http) switch
    {
        (var id, "subscribe") => Subscribe(http, id),
        // The body has only the name of the task, which is in the path, too.
        (var id, "cancel") => Unary(http, V03Methods.Cancel, StatusCodes.Status200OK, (context, ended) =>
            V03Answers.Rest.OfTask(operations.Cancel.RunAsync(context, new CancelTaskRequest { Id = id }, ended))),
        _ => NoSuchRoute(http),
    };

    private Task Subscribe(HttpContext http, string id) => Streaming(http, V03Methods.Resubscribe, (context, ended) =>
        operations.Subscribe.OpenAsync(context, new SubscribeToTaskRequest { Id = id }, ended));

    private Task ExtendedCard(HttpContext http) =>
        endpoint.HandleAsync(http, V03Methods.ExtendedCard, async (_, _) => await CardEndpoint.WriteAsync(http, await cards.ExtendedRestAsync()), legacyStyle: true);

    private Task CreateConfig(HttpContext http) => Unary(http, V03Methods.SetPush, StatusCodes.Status201Created, async (context, ended) =>
    {
        var given = await BodyAsync<RestCreatePushConfig>(http);
        var config = Given.Required(given.PushNotificationConfig ?? given.Config?.PushNotificationConfig, "pushNotificationConfig");
        return Of(await push.SetAsync(context, PushConfigTranslator.From(config, RestTarget.Value(http, "id")), ended));
    });

    private Task ListConfigs(HttpContext http) => Unary(http, V03Methods.ListPush, StatusCodes.Status200OK, async (context, ended) =>
        Payload.Raw(V03Json.Serialize(new RestPushConfigs
        {
            Configs = [.. (await push.ListAsync(context, RestTarget.Value(http, "id"), ended)).Select(PushConfigTranslator.ToRest)],
        })));

    private Task GetConfig(HttpContext http) => Unary(http, V03Methods.GetPush, StatusCodes.Status200OK, async (context, ended) =>
        Of(await push.GetAsync(context, RestTarget.Value(http, "id"), RestTarget.Value(http, "configId"), ended)));

    private Task DeleteConfig(HttpContext http) => endpoint.HandleAsync(
        http,
        V03Methods.DeletePush,
        async (context, ended) =>
        {
            await push.DeleteAsync(context, RestTarget.Value(http, "id"), RestTarget.Value(http, "configId"), ended);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        },
        legacyStyle: true);

    private Task NoSuchRoute(HttpContext http) =>
        endpoint.HandleAsync(http, Permissions.Unknown, (_, _) => throw LastResort.NoRoute(http), legacyStyle: true);

    private Task Unary(HttpContext http, string operation, int status, Func<CallContext, CancellationToken, Task<Payload>> run) => endpoint.HandleAsync(
        http,
        operation,
        async (context, ended) =>
        {
            var result = await run(context, ended);
            http.Response.StatusCode = status;
            http.Response.ContentType = MediaTypes.Json;
            await ResponseBody.WriteAsync(http, default, result, default);
        },
        legacyStyle: true);

    private Task Streaming(HttpContext http, string operation, Func<CallContext, CancellationToken, Task<EventStream>> open) => endpoint.HandleAsync(
        http,
        operation,
        async (context, ended) =>
        {
            CallPlace.Streams(http);
            await sse.RunAsync(http, await V03Answers.Rest.OfStream(open(context, ended)), Frame);
        },
        legacyStyle: true);

    private async Task<SendMessageRequest> SendRequestAsync(HttpContext http) => SendTranslator.FromRest(await BodyAsync<RestSendRequest>(http));

    private async Task<TBody> BodyAsync<TBody>(HttpContext http) where TBody : class
    {
        JsonMedia.Require(http.Request);
        using var document = RestBody.Parse(await RequestBody.ReadAsync(http.Request, options.Value.RequestBodyMaxBytes, http.RequestAborted));
        return V03Json.Read<TBody>(document.RootElement);
    }

    private static Payload Of(TaskPushNotificationConfig config) => Payload.Raw(V03Json.Serialize(PushConfigTranslator.ToRest(config)));
}
