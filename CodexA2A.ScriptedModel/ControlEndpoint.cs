using System.Text.Json;
using CodexA2A.ScriptedModel.Gates;
using CodexA2A.ScriptedModel.Requests;
using CodexA2A.ScriptedModel.Scenarios;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel;

/// <summary>
/// For tests in another process: <c>/control/gates/NAME</c> (POST holds, GET tells, DELETE opens) and
/// <c>/control/requests</c>; for whoever starts it: <c>/alive</c> and <c>/ready</c>; and <c>/</c>, the list of scenarios for people.
/// </summary>
internal sealed class ControlEndpoint(GateTable gates, RequestLog log, ScenarioTable scenarios, Func<bool>? isReady)
{
    private const string GatesPath = "/control/gates";

    public async Task HandleAsync(HttpContext http)
    {
        var (method, path) = (http.Request.Method, http.Request.Path);
        if (path == "/" && HttpMethods.IsGet(method))
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(ScenarioList.Text(scenarios.All), http.RequestAborted);
        }
        else if ((path == "/alive" || path == "/ready") && HttpMethods.IsGet(method))
        {
            http.Response.StatusCode = path == "/alive" || isReady?.Invoke() != false ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        }
        else if (path == "/control/requests" && HttpMethods.IsGet(method))
        {
            await WriteAsync(http, writer => WriteRequests(writer, log.Snapshot()));
        }
        else if (path.StartsWithSegments(GatesPath, out var rest) && rest.Value is { Length: > 1 } name)
        {
            await GateAsync(http, name[1..]);
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private async Task GateAsync(HttpContext http, string name)
    {
        if (HttpMethods.IsPost(http.Request.Method))
        {
            gates.Hold(name);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else if (HttpMethods.IsDelete(http.Request.Method))
        {
            http.Response.StatusCode = gates.Remove(name) ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
        }
        else if (HttpMethods.IsGet(http.Request.Method) && gates.Find(name) is { } gate)
        {
            await WriteAsync(http, writer => writer.WriteNumber("arrivals", gate.Arrivals));
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static void WriteRequests(Utf8JsonWriter writer, IReadOnlyList<ModelRequest> requests)
    {
        writer.WriteStartArray("requests");
        foreach (var request in requests)
        {
            writer.WriteStartObject();
            writer.WriteNumber("number", request.Number);
            writer.WriteString("model", request.Model);
            writer.WriteString("scenario", request.Scenario);
            writer.WriteNumber("round", request.Round);
            writer.WriteNumber("attempt", request.Attempt);
            writer.WriteString("threadId", request.ThreadId);
            writer.WriteString("turnId", request.TurnId);
            writer.WriteString("userText", request.UserText);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> members)
    {
        http.Response.ContentType = "application/json";
        await http.Response.BodyWriter.WriteAsync(EventJson.Object(members), http.RequestAborted);
    }
}
