using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Compat;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>A2A 0.3 over either of its bindings.</summary>
internal sealed class V03Speaker(ApiHost host, bool rest) : Speaker
{
    public override Way Way => rest ? Way.Rest03 : Way.Rpc03;

    public override async Task<Said?> SayAsync(Call call, string bindings = "both")
    {
        using var request = V03Requests.Of(call, rest, bindings);
        if (request is null) return null;
        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        if (IsStream(response))
        {
            await using var stream = await SseClient.CreateAsync(response, rest ? Binding.Rest : Binding.JsonRpc);
            var first = await stream.NextEventAsync();
            return new Said(false, (int)response.StatusCode, null, null, null, first is null ? null : V03Results.Event(first.Response, rest));
        }

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var json = text.Length == 0 ? null : JsonNode.Parse(text);
        var error = !rest ? json!["error"] : response.IsSuccessStatusCode ? null : json;
        return error is null
            ? new Said(false, (int)response.StatusCode, null, null, null, V03Results.Of(call.Operation, rest ? json : json!["result"], rest))
            : Of((int)response.StatusCode, error.AsObject());
    }

    public override async IAsyncEnumerable<JsonObject> ListenAsync(Call call)
    {
        await using var stream = await host.StreamAsync(V03Requests.Of(call, rest, "both")!, rest ? Binding.Rest : Binding.JsonRpc);
        while (await stream.NextEventAsync() is { } frame)
        {
            yield return V03Results.Event(frame.Response, rest);
        }
    }

    private static Said Of(int status, JsonObject error)
    {
        var code = (int)error["code"]!;
        // A method of an extension has no version; its errors are those of 1.0.
        if (error["data"] is JsonArray details)
        {
            return new Said(true, status, code, (string?)details[0]!["reason"], details.Count > 1 ? (string?)details[1]!["fieldViolations"]![0]!["field"] : null, null);
        }

        return new Said(true, status, code, (string?)error["data"]?["reason"] ?? A2AErrorTable.Get((A2AErrorCode)code).Reason, (string?)error["data"]?["field"], null);
    }
}
