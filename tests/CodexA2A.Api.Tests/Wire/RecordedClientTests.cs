using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Wire;

/// <summary>Sends what the official JavaScript client sent.</summary>
public sealed partial class RecordedClientTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "a2a-wire");

    public static TheoryData<string> Recordings => [.. Directory.EnumerateFiles(Folder, "v10-*.txt").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_recordings_are_there() => Assert.Equal(16, Recordings.Count);

    [Theory, MemberData(nameof(Recordings))]
    public async Task The_official_client_is_understood(string recording)
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        var binding = recording.Contains("-rest-", StringComparison.Ordinal) ? Binding.Rest : Binding.JsonRpc;
        foreach (var request in Requests(recording, task.TaskId))
        {
            using (request)
            using (var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
            {
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal("1.0", response.Headers.NonValidated["A2A-Version"].ToString());
                if (response.Content.Headers.ContentType!.MediaType == "text/event-stream")
                {
                    await using var stream = await SseClient.CreateAsync(response, binding);
                    Assert.Equal("task", (await stream.NextEventAsync())!.Kind);
                }
                else
                {
                    var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                    Assert.NotNull(binding == Binding.JsonRpc ? json!["result"] : json);
                }
            }
        }
    }

    private static IEnumerable<HttpRequestMessage> Requests(string recording, string taskId) => File.ReadAllText(Path.Combine(Folder, recording)).ReplaceLineEndings("\n")
        .Split("=== CLIENT->SERVER\n").Skip(1)
        .Select(part => part.Split("=== SERVER->CLIENT")[0])
        .Select(part => Request(part, taskId));

    private static HttpRequestMessage Request(string text, string taskId)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = text[..end].Split('\n');
        var path = TaskId().Replace(lines[0].Split(' ')[1].Replace("/a2a/jsonrpc", "/", StringComparison.Ordinal).Replace("/a2a/rest", "", StringComparison.Ordinal), "/tasks/" + taskId);
        var request = new HttpRequestMessage(new HttpMethod(lines[0].Split(' ')[0]), path);
        var body = ParamsId().Replace(text[(end + 2)..].Trim(), $"\"id\":\"{taskId}\"");
        if (request.Method == HttpMethod.Post) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in lines.Skip(1).Select(line => (line.Split(": ")[0], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())))
        {
            if (name is "host" or "content-length" or "connection") continue;
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {ApiHost.Alice}");
        return request;
    }

    [GeneratedRegex("/tasks/[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex TaskId();

    [GeneratedRegex("\"id\":\"[0-9a-f]{8}-[0-9a-f-]{27}\"")]
    private static partial Regex ParamsId();
}
