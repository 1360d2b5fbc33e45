using System.Net;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Support;

/// <summary>An answer of either binding, in one shape.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonNode? Json, JsonNode? Result, JsonObject? Error, HttpResponseMessage Response)
{
    public JsonObject Task => (Result!["task"] ?? Result).AsObject();

    public string TaskId => (string)Task["id"]!;

    public string ContextId => (string)Task["contextId"]!;

    public string State => (string)Task["status"]!["state"]!;

    /// <summary>The number of the error; the REST binding does not have it.</summary>
    public int? Code => (int?)Error?["code"];

    public JsonArray? Details => (Error?["data"] ?? Error?["details"])?.AsArray();

    public string? Reason => (string?)Details?[0]?["reason"];

    public string? Field => Details is { Count: > 1 } details ? (string?)details[1]!["fieldViolations"]![0]!["field"] : null;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response, Binding binding)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var json = text.Length == 0 ? null : JsonNode.Parse(text);
        return new Answer(
            response.StatusCode, json, binding == Binding.JsonRpc ? json?["result"] : json, json is JsonObject ? json["error"]?.AsObject() : null, response);
    }
}
