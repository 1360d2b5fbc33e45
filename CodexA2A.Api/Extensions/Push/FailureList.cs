using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Api.Push;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Push;

/// <summary><c>codex.push.failures.list</c>: the caller's webhooks that were given up, the newest first, without their secrets.</summary>
internal sealed class FailureList(IWebhooks store, WebhookReader reader)
{
    private const int Limit = 100;

    /// <summary>Its name.</summary>
    public const string Name = "codex.push.failures.list";

    /// <summary>The method.</summary>
    public RpcMethod Method => new RpcMethod.Unary(Name, RunAsync);

    private async Task<Payload> RunAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        reader.RequireEnabled();
        _ = new MethodParams(parameters, "metadata");
        var dead = await store.ListDeadAsync(context.Owner, Limit, cancellationToken);
        return Payload.Of(new JsonObject { ["items"] = new JsonArray([.. dead.Select(Item)]) });
    }

    private static JsonNode Item(WebhookDelivery dead) => new JsonObject
    {
        ["task_id"] = dead.TaskId,
        ["config_id"] = dead.Webhook.Id,
        ["url"] = Shown(dead.Webhook.Url),
        ["last_status"] = dead.Progress.LastStatus,
        ["attempts"] = dead.Progress.Attempts,
        ["event_id"] = dead.Cursor == EventId.None ? null : dead.Cursor.ToString(),
        ["since"] = dead.Progress.FailingSince is { } since ? since.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : null,
    };

    /// <summary>Receivers hide secrets in queries.</summary>
    private static string Shown(string url) => new Uri(url).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
