using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.ScriptedModel.Tests.Http;

/// <summary>Speaks to the server as a client of the Responses API does.</summary>
internal sealed class ModelClient(Uri baseAddress) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(baseAddress.GetLeftPart(UriPartial.Authority)) };

    public HttpClient Http => http;

    /// <summary>Sends a request and gives the response as soon as its headers are there.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        JsonObject body, CancellationToken cancellationToken, Action<HttpRequestHeaders>? headers = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        headers?.Invoke(request.Headers);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The whole answer to a message.</summary>
    public Task<IReadOnlyList<JsonObject>> AskAsync(string message, CancellationToken cancellationToken) =>
        AskAsync(Request.Of(message), cancellationToken);

    /// <summary>The whole answer to a request.</summary>
    public async Task<IReadOnlyList<JsonObject>> AskAsync(JsonObject body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(body, cancellationToken);
        response.EnsureSuccessStatusCode();
        List<JsonObject> events = [];
        await foreach (var item in ReadAsync(response, cancellationToken))
        {
            events.Add(item);
        }

        return events;
    }

    /// <summary>The events of a response as they come; each must carry its own name.</summary>
    public static async IAsyncEnumerable<JsonObject> ReadAsync(
        HttpResponseMessage response, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            var data = JsonNode.Parse(item.Data)!.AsObject();
            Assert.Equal(item.EventType, data["type"]!.GetValue<string>());
            yield return data;
        }
    }

    public void Dispose() => http.Dispose();
}
