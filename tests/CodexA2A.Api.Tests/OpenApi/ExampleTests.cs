using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.OpenApi;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.OpenApi;

/// <summary>Sends every example of the description to the service, and holds what comes against the schemas.</summary>
public sealed class ExampleTests(ExampleTests.Shared shared) : IClassFixture<ExampleTests.Shared>
{
    public static TheoryData<string> Operations => [.. RestOperations.All.Select(operation => operation.Id)];

    [Theory, MemberData(nameof(Operations))]
    public async Task An_example_is_answered_as_described(string id)
    {
        var (path, verb, operation) = shared.Find(id);
        using var request = Request(path, verb, operation);
        using var response = await shared.Host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var described = operation["responses"]![((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture)]!;
        if (described["$ref"] is { } reference) described = shared.Check.Resolve((string)reference!);
        var type = response.Content.Headers.ContentType!.MediaType!;
        var media = described["content"]![type];
        Assert.True(media is not null, $"{(int)response.StatusCode} {type} is not described");
        if (type == "text/event-stream") await HoldStreamAsync(response, media["x-a2a-event-schema"]!);
        else Assert.Empty(shared.Check.Problems(media["schema"], JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))));
        // Webhooks may be switched off; everything else works as it stands.
        if (!path.Contains("/pushNotificationConfigs", StringComparison.Ordinal)) Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_failure_is_answered_as_described()
    {
        var (_, _, operation) = shared.Find("GetTask");
        var answer = await shared.Host.CallAsync(Call.Get("no-such-task"), Binding.Rest);
        var described = shared.Check.Resolve((string)operation["responses"]!["404"]!["$ref"]!);
        Assert.Empty(shared.Check.Problems(described["content"]!["application/json"]!["schema"], answer.Json));
        Assert.Contains(answer.Reason!, (string)described["description"]!, StringComparison.Ordinal);
        Assert.NotEmpty(shared.Check.Problems(shared.Check.Resolve("#/components/schemas/Task"), answer.Json));
    }

    private async Task HoldStreamAsync(HttpResponseMessage response, JsonNode schema)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (!line.StartsWith("data:", StringComparison.Ordinal)) continue;
            Assert.Empty(shared.Check.Problems(schema, JsonNode.Parse(line[5..])));
            return;
        }

        Assert.Fail("no event came");
    }

    private HttpRequestMessage Request(string path, string verb, JsonNode operation)
    {
        var query = new List<string>();
        var request = new HttpRequestMessage(new HttpMethod(verb.ToUpperInvariant()), (Uri?)null);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiHost.Alice);
        foreach (var parameter in operation["parameters"]!.AsArray().Where(one => one!["example"] is not null))
        {
            var (name, text) = ((string)parameter!["name"]!, parameter["example"]!.ToString());
            Assert.Empty(shared.Check.Problems(parameter["schema"], parameter["example"]));
            switch ((string)parameter["in"]!)
            {
                case "path":
                    path = path.Replace($"{{{name}}}", name == "id" ? shared.TaskId : text, StringComparison.Ordinal);
                    break;
                case "query":
                    query.Add($"{name}={Uri.EscapeDataString(text)}");
                    break;
                default:
                    request.Headers.TryAddWithoutValidation(name, text);
                    break;
            }
        }

        request.RequestUri = new Uri(path + (query.Count > 0 ? "?" + string.Join('&', query) : ""), UriKind.Relative);
        if (operation["requestBody"]?["content"]?["application/json"] is { } body)
        {
            request.Content = new StringContent(body["example"]!.ToJsonString(), Encoding.UTF8, "application/json");
        }

        return request;
    }

    /// <summary>One host with a task that runs.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        private JsonNode document = null!;
        private ScriptedTurn turn = null!;

        internal ApiHost Host { get; private set; } = null!;

        internal SchemaCheck Check { get; private set; } = null!;

        internal string TaskId { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Host = await ApiHost.StartAsync(new() { ["A2A:CancelWait"] = "00:00:00" });
            document = await OpenApiTests.ReadAsync(Host);
            Check = new SchemaCheck(document);
            await Host.CompletedAsync();
            TaskId = (await Host.SubmitAsync()).TaskId;
            turn = await Host.Runner.ClaimAsync();
            await turn.WorkingAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await turn.DisposeAsync();
            await Host.DisposeAsync();
        }

        internal (string Path, string Verb, JsonNode Operation) Find(string id) => document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (path.Key, operation.Key, operation.Value!)))
            .Single(found => (string)found.Item3["operationId"]! == id);
    }
}
