using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CodexA2A.ScriptedModel.Requests;
using CodexA2A.ScriptedModel.Scenarios;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel;

/// <summary><c>POST /v1/responses</c>: reads the request, chooses the scenario, plays it.</summary>
internal sealed class ResponsesEndpoint(
    ScriptedModelOptions options, ScenarioTable scenarios, StepPlayer player, RequestLog log, CancellationToken stopping)
{
    private readonly AttemptCounter attempts = new();
    private int numbers;
    private int active;

    public async Task HandleAsync(HttpContext http)
    {
        if (Interlocked.Increment(ref active) > options.MaxConcurrentResponses)
        {
            Interlocked.Decrement(ref active);
            await RefuseAsync(http, 429, "rate_limit_exceeded", "The scripted model answers as many requests as it may.");
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await AnswerAsync(http, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (BadRequestException error)
        {
            await RefuseAsync(http, 400, error.Code, error.Message);
        }
        catch (BadHttpRequestException error)
        {
            await RefuseAsync(http, error.StatusCode, "invalid_request", error.Message);
        }
        catch (JsonException error)
        {
            await RefuseAsync(http, 400, "invalid_json", $"The body is not JSON: {error.Message}");
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            // A mistake in a scenario is this server's own; its text helps whoever wrote the scenario.
            await RefuseAsync(http, 500, "scenario_failed", $"{error.GetType().Name}: {error.Message}");
        }
        finally
        {
            Interlocked.Decrement(ref active);
        }
    }

    private async Task AnswerAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (!IsAllowed(http.Request))
        {
            await RefuseAsync(http, 401, "invalid_api_key", "Incorrect API key provided.");
            return;
        }

        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, cancellationToken);
        var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        var turn = TurnMetadata.Read(http.Request.Headers);
        var request = RequestReader.Read(Interlocked.Increment(ref numbers), JsonElement.Parse(bytes.Span)) with
        {
            ThreadId = turn.ThreadId,
            TurnId = turn.TurnId,
            Kind = turn.Kind,
        };
        request = request with { Attempt = attempts.Next(request, bytes.Span) };
        await player.PlayAsync(http, Choose(request, bytes.Length), cancellationToken);
    }

    private IEnumerable<Step> Choose(ModelRequest request, int size)
    {
        var name = "";
        try
        {
            (name, var steps) = scenarios.Choose(request, options.DefaultScenario);
            return steps;
        }
        finally
        {
            // A request that no scenario could take is in the log too, without a name.
            request = request with { Scenario = name };
            log.Add(request, size);
            options.OnRequest?.Invoke(request);
        }
    }

    private bool IsAllowed(HttpRequest request) =>
        options.ApiKey is null
        || CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {options.ApiKey}")),
            SHA256.HashData(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString())));

    private static async Task RefuseAsync(HttpContext http, int status, string code, string message)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        var type = status >= 500 ? "server_error" : "invalid_request_error";
        await http.Response.BodyWriter.WriteAsync(ErrorBody.Create(type, code, message), http.RequestAborted);
    }
}
