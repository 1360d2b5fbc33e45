using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Compat;

/// <summary>Sends what the official JavaScript client of A2A 0.3 sent.</summary>
public sealed partial class ReplayTests
{
    public static TheoryData<string> Replayed =>
    [
        .. new[] { "jsonrpc", "rest" }.SelectMany(binding =>
            new[] { "06-get-task", "07-get-task-notfound", "11-slow-nonblocking", "12-resubscribe-cancel", "19-extended-card" }
                .Select(name => $"v03-compat-{binding}-{name}.txt")),
    ];

    [Theory, MemberData(nameof(Replayed))]
    public async Task The_official_client_is_understood(string recording)
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        foreach (var part in Recordings.Read(recording).Split("=== CLIENT->SERVER\n").Skip(1).Select(part => part.Split("=== SERVER->CLIENT")[0]))
        {
            using var request = Request(part, task.TaskId);
            using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.Equal("0.3", response.Headers.NonValidated["A2A-Version"].ToString());
            if (response.Content.Headers.ContentType!.MediaType == "text/event-stream")
            {
                await using var stream = await SseClient.CreateAsync(response, recording.Contains("-rest-", StringComparison.Ordinal) ? Binding.Rest : Binding.JsonRpc);
                var first = (await stream.NextEventAsync())!.Response;
                Assert.Equal(task.TaskId, (string?)(first["task"] ?? first)["id"]);
                continue;
            }

            var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            var isFailure = recording.Contains("notfound", StringComparison.Ordinal);
            if (recording.Contains("-rest-", StringComparison.Ordinal))
            {
                Assert.Equal(isFailure ? HttpStatusCode.NotFound : recording.Contains("-11-", StringComparison.Ordinal) ? HttpStatusCode.Created : HttpStatusCode.OK, response.StatusCode);
                Assert.Equal("application/json", response.Content.Headers.ContentType.MediaType);
            }
            else
            {
                Assert.NotNull(json[isFailure ? "error" : "result"]);
            }
        }
    }

    private static HttpRequestMessage Request(string text, string taskId)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = text[..end].Split('\n');
        var path = lines[0].Split(' ')[1].Replace("/a2a/jsonrpc", "/", StringComparison.Ordinal).Replace("/a2a/rest", "", StringComparison.Ordinal);
        var request = new HttpRequestMessage(new HttpMethod(lines[0].Split(' ')[0]), PathId().Replace(path, "/tasks/" + taskId));
        var body = ParamsId().Replace(text[(end + 2)..].Trim(), $"\"id\":\"{taskId}\"");
        if (request.Method == HttpMethod.Post) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in lines.Skip(1).Select(line => (line.Split(": ")[0], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())))
        {
            if (name.ToUpperInvariant() is "HOST" or "CONTENT-LENGTH" or "CONNECTION") continue;
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        return request.With("Authorization", $"Bearer {ApiHost.Alice}");
    }

    [GeneratedRegex("/tasks/[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex PathId();

    [GeneratedRegex("\"id\":\"[0-9a-f]{8}-[0-9a-f-]{27}\"")]
    private static partial Regex ParamsId();
}
