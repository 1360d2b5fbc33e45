using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Fuzz;

public sealed class BodyFuzzTests
{
    private const string Message = """{"message":{"messageId":"m1","role":"ROLE_USER","parts":[{"text":"hi"},{"data":{"a":[1,2.5,null]}},{"raw":"aGk=","mediaType":"text/plain","filename":"a.txt"}],"metadata":{"codex":{"execution":{"effort":"low"}}}},"configuration":{"returnImmediately":true,"historyLength":3,"acceptedOutputModes":["text/plain"]}}""";
    private const string Config = """{"id":"c1","url":"https://receiver.example/hook","token":"t","authentication":{"scheme":"Bearer","credentials":"c"}}""";

    private static readonly byte[][] Calls = Bytes(
        Rpc("SendMessage", Message), Rpc("SendStreamingMessage", Message), Rpc("GetTask", """{"id":"p1-x","historyLength":1}"""), Rpc("CancelTask", """{"id":"p1-x"}"""),
        Rpc("ListTasks", """{"contextId":"c","pageSize":2,"status":"TASK_STATE_WORKING","pageToken":"x","includeArtifacts":true}"""), Rpc("SubscribeToTask", """{"id":"p1-x"}"""),
        Rpc("CreateTaskPushNotificationConfig", """{"taskId":"p1-x","id":"c1","url":"https://receiver.example/hook"}"""), Rpc("GetExtendedAgentCard", "{}"),
        Rpc("message/send", """{"message":{"kind":"message","messageId":"m1","role":"user","parts":[{"kind":"text","text":"hi"}]},"configuration":{"blocking":false}}"""),
        Rpc("tasks/get", """{"id":"p1-x"}"""), Rpc("a2a.interrupt.permission.reply", """{"request_id":"r1","reply":"once"}"""), Rpc("codex.interrupts.list", "{}"),
        Rpc("a2a.interrupt.question.reply", """{"request_id":"r1","answers":[["Blue"]]}"""), Rpc("codex.turns.steer", """{"thread_id":"t","expected_turn_id":"u","request":{"parts":[{"type":"text","text":"x"}]}}"""));

    /// <summary>Every body is answered, with what the client did wrong or with what it asked for, and never with a fault of ours.</summary>
    [Theory]
    [MemberData(nameof(FuzzRun.Pieces), MemberType = typeof(FuzzRun))]
    public Task A_call_of_JSON_RPC_is_answered(int piece) => PlayAsync("json-rpc", Calls, piece, static _ => "/");

    [Theory]
    [MemberData(nameof(FuzzRun.Pieces), MemberType = typeof(FuzzRun))]
    public Task A_body_of_HTTP_JSON_is_answered(int piece) => PlayAsync("http-json", Bytes(Message), piece, static number => number % 8 == 0 ? "/message:stream" : "/message:send");

    [Theory]
    [MemberData(nameof(FuzzRun.Pieces), MemberType = typeof(FuzzRun))]
    public async Task A_webhook_is_answered(int piece)
    {
        await using var host = await StartAsync();
        var task = (await host.SubmitAsync()).TaskId;
        await PlayAsync(host, "webhooks", Bytes(Config), piece, _ => $"/tasks/{task}/pushNotificationConfigs");
    }

    private static async Task PlayAsync(string name, byte[][] seeds, int piece, Func<int, string> path)
    {
        await using var host = await StartAsync();
        await PlayAsync(host, name, seeds, piece, path);
    }

    private static async Task PlayAsync(ApiHost host, string name, byte[][] seeds, int piece, Func<int, string> path)
    {
        var number = 0;
        foreach (var input in FuzzRun.Of(name, seeds, piece))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path(number++)) { Content = new ByteArrayContent(input.Bytes) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiHost.Alice);
            request.Headers.Add("A2A-Version", name == "json-rpc" && number % 2 == 0 ? "0.3" : "1.0");
            using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode < HttpStatusCode.InternalServerError, $"{(int)response.StatusCode} for {input}");
            if (response.Content.Headers.ContentType?.MediaType == "text/event-stream") continue;
            var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.False(answer.Contains("-32603", StringComparison.Ordinal), $"{answer} for {input}");
        }
    }

    // No runner takes the messages, so nobody waits for what comes of them.
    private static Task<ApiHost> StartAsync() => ApiHost.StartAsync(new()
    {
        ["A2A:BlockingTimeout"] = "00:00:00.1",
        ["A2A:CancelWait"] = "00:00:00",
        ["A2A:AnswerWait"] = "00:00:00",
    });

    private static string Rpc(string method, string parameters) => $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""";

    private static byte[][] Bytes(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
