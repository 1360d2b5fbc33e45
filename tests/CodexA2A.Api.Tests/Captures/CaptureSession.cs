using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Tests.Push;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Captures;

/// <summary>
/// Plays the recordings of one client against our service, in their order: what one of them made, the next one asks for. The agent
/// behind it does what the recorded one did.
/// </summary>
internal sealed class CaptureSession : IAsyncDisposable
{
    private const string Hooks = "http://127.0.0.1:41270";
    private const string TheirExtension = "https://example.com/ext/v1";
    private const string OurExtension = "urn:a2a:stream-hints/v1";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Comparison names = new();
    private string doing = "";
    private readonly ApiHost host;
    private readonly ApiHost direct;
    private readonly Receiver receiver;
    private readonly CapturedAgent agent;
    private readonly CapturedAgent directAgent;
    private readonly GrpcClient client;
    private readonly GrpcClient directClient;
    private readonly List<Received> received = [];

    private CaptureSession(ApiHost host, ApiHost direct, Receiver receiver, bool isNative)
    {
        (this.host, this.direct, this.receiver) = (host, direct, receiver);
        (agent, directAgent) = (new CapturedAgent(host, isNative), new CapturedAgent(direct, isNative));
        (client, directClient) = (new GrpcClient(host.GrpcUrl), new GrpcClient(direct.GrpcUrl));
        names.Learn(Hooks, receiver.Url[..^"/hook".Length]);
        names.Learn(TheirExtension, OurExtension);
        // The recorded server made nothing of what its client accepts; ours puts into text what it does not.
        names.Learn("""Modes":["text/plain"]""", """Modes":["*/*"]""");
        names.Learn("""Modes": [ "text/plain" ]""", """Modes": [ "*/*" ]""");
        names.Learn("AAH+/w==", CapturedAgent.Picture);
        names.Learn("application/octet-stream", "image/png");
        names.Learn("https://e.com/x", "data:image/png;base64," + CapturedAgent.Picture);
    }

    /// <summary>Plays recordings; what was found of each.</summary>
    public static async Task<Dictionary<string, List<string>>> PlayAsync(string session, IEnumerable<string> files)
    {
        var settings = new Dictionary<string, string?> { ["A2A:GrpcPort"] = "0", ["Push:AllowedHosts"] = "127.0.0.0/8" };
        await using var receiver = await Receiver.StartAsync();
        await using var host = await ApiHost.StartAsync(settings);
        // An agent that may answer with a Message keeps every send waiting for its first event.
        await using var direct = await ApiHost.StartAsync(settings, services: services => services.AddSingleton(new AgentTraits(AnswersDirectly: true)));
        await using var play = new CaptureSession(host, direct, receiver, session.Contains("native", StringComparison.Ordinal));
        var found = new Dictionary<string, List<string>>();
        // What webhooks were sent is whole when all else is over.
        foreach (var file in files.OrderBy(file => file.Contains("webhook", StringComparison.Ordinal)))
        {
            var differences = play.PlayAsync(Capture.Read(file));
            try
            {
                found[file] = [.. (await differences.WaitAsync(Limit, TestContext.Current.CancellationToken)).Select(difference => $"{file} {difference}")];
            }
            catch (TimeoutException)
            {
                Assert.Empty(play.agent.Failures.Concat(play.directAgent.Failures));
                Assert.Fail($"{file} takes too long: {play.doing}");
            }
        }

        return found;
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        directClient.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<List<string>> PlayAsync(Capture capture)
    {
        if (capture.Webhooks.Count > 0) return [.. await WebhooksAsync(capture)];
        Assert.Equal(capture.Requests.Count, capture.Responses.Count);
        var isDirect = capture.Requests.Any(request => Content(request).Contains("\"msg ", StringComparison.Ordinal));
        var answers = new List<Func<Task<Got>>>();
        foreach (var (request, index) in capture.Requests.Select((request, index) => (request, index)))
        {
            var isLast = index == capture.Requests.Count - 1;
            answers.Add(await SendAsync(capture.Name, request, capture.Responses[index], isDirect, isLast));
        }

        var differences = new List<string>();
        foreach (var (request, recorded, answer) in capture.Requests.Zip(capture.Responses, answers))
        {
            differences.AddRange(Compare(request, recorded, await answer()));
        }

        return differences;
    }

    /// <summary>Sends a request, with what the agent does meanwhile; the answer is whole when nothing follows the request.</summary>
    private async Task<Func<Task<Got>>> SendAsync(string file, Sent request, Got recorded, bool isDirect, bool isLast)
    {
        var playing = isDirect ? directAgent : agent;
        var content = Content(request);
        if (IsCancel(content, request)) agent.Tick();
        if (request.Method == "DELETE" || request.Path.EndsWith("/DeleteTaskPushNotificationConfig", StringComparison.Ordinal)
            || content.Contains("\"DeleteTaskPush", StringComparison.Ordinal) || content.Contains("Config/delete\"", StringComparison.Ordinal))
        {
            // The second webhook begins with the task as it is; the ticks come behind it.
            await HeardAsync(2, 1);
            agent.Tick();
            await HeardAsync(() => received.Any(one => IsFirst(one) && HasTicked(one.Json)) && received.Any(one => !IsFirst(one) && HasTicked(one.Json)));
        }

        var begins = Allowed.Begins(file) ?? Begins(request, content, recorded);
        // ProtoJSON of 0.3 drops the false of "blocking".
        var isImmediate = content.Contains("\"returnImmediately\":true", StringComparison.Ordinal) || content.Contains("\"blocking\":false", StringComparison.Ordinal)
            || (request.Path.EndsWith("/v1/message:send", StringComparison.Ordinal) && !content.Contains("\"blocking\":true", StringComparison.Ordinal));
        var taking = begins && !isImmediate ? playing.TakeAsync() : null;
        doing = "the answer to " + content;
        var end = await BeginAsync(request, isDirect, isLast);
        doing = "the turn of " + content;
        if (content.Contains(Hooks, StringComparison.Ordinal) && begins) await HeardAsync(1, 0);
        if (begins && isImmediate) taking = playing.TakeAsync();
        if (content.Contains("\"here\"", StringComparison.Ordinal)) playing.GoOn();
        if (taking is not null)
        {
            await taking;
            await playing.SettledAsync();
        }

        return end;
    }

    private async Task<Func<Task<Got>>> BeginAsync(Sent request, bool isDirect, bool isLast)
    {
        if (request.Messages.Count > 0)
        {
            var call = GrpcPlayer.Open(isDirect ? directClient : client, request, names);
            var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var reading = GrpcPlayer.EndAsync(call, first.SetResult);
            await Task.WhenAny(reading, isLast ? reading : first.Task);
            return () => reading;
        }

        var answer = await HttpPlayer.SendAsync(isDirect ? direct : host, request, names);
        if (!isLast) return answer.EndAsync;
        var got = await answer.EndAsync();
        return () => Task.FromResult(got);
    }

    private IEnumerable<string> Compare(Sent request, Got recorded, Got own)
    {
        if (recorded.Status != own.Status) yield return $"status {recorded.Status} → {own.Status}";
        var isGrpc = request.Messages.Count > 0;
        foreach (var difference in Heads.Differences(recorded, own, names)) yield return difference;
        var theirs = Normal.Of(isGrpc ? GrpcPlayer.Documents(GrpcPlayer.Method(request), recorded) : recorded.Documents());
        var ours = Normal.Of(isGrpc ? GrpcPlayer.Documents(GrpcPlayer.Method(request), own) : own.Documents());
        if (ours.ConvertAll(Normal.TakePosition).Contains(true)) yield return "metadata: +shared";
        if (theirs.Count != ours.Count) yield return $"{theirs.Count} documents → {ours.Count}";
        foreach (var difference in theirs.Zip(ours).SelectMany(pair => Card(pair.First) is { } card && Card(pair.Second) is { } ourCard
            ? Comparison.CardDifferences(card, ourCard)
            : names.Differences(pair.First, pair.Second, Root(pair.First))))
        {
            yield return difference;
        }
    }

    /// <summary>What a path begins with: the member that says what the document is.</summary>
    private static string Root(JsonNode? document) =>
        document is JsonObject { Count: 1 } one ? one.First().Key + "?" : document is JsonObject rpc && rpc.ContainsKey("jsonrpc") ? "rpc" : "body";

    private static JsonObject? Card(JsonNode? document) =>
        document is not JsonObject one ? null : one.ContainsKey("skills") ? one : one["result"] is JsonObject result && result.ContainsKey("skills") ? result : null;

    private static bool Begins(Sent request, string content, Got recorded)
    {
        var what = request.Path + content;
        var isSend = what.Contains("message:s", StringComparison.Ordinal) || what.Contains("\"SendMessage\"", StringComparison.Ordinal)
            || what.Contains("\"SendStreamingMessage\"", StringComparison.Ordinal) || what.Contains("message/s", StringComparison.Ordinal)
            || what.Contains("A2AService/Send", StringComparison.Ordinal);
        var isRefused = recorded.Status >= 400 || recorded.Body.Contains("\"error\":", StringComparison.Ordinal) || recorded.Headers.ContainsKey("grpc-status");
        return isSend && !isRefused && !content.Contains("\"taskId\"", StringComparison.Ordinal);
    }

    private static bool IsCancel(string content, Sent request) =>
        request.Path.EndsWith(":cancel", StringComparison.Ordinal) || request.Path.EndsWith("/CancelTask", StringComparison.Ordinal)
        || content.Contains("\"CancelTask\"", StringComparison.Ordinal) || content.Contains("\"tasks/cancel\"", StringComparison.Ordinal);

    private static string Content(Sent request) => request.Messages.Count == 0 ? request.Body
        : Google.Protobuf.JsonFormatter.Default.Format(GrpcPlayer.Method(request).InputType.Parser.ParseFrom(request.Messages[0])).Replace("\": ", "\":", StringComparison.Ordinal);

    /// <summary>Waits until the two webhooks were sent so much: what each says is of the moment that it is sent.</summary>
    private Task HeardAsync(int first, int second) =>
        HeardAsync(() => received.Count(IsFirst) >= first && received.Count - received.Count(IsFirst) >= second);

    private static bool IsFirst(Received one) => one.Path is "POST /hook" or "POST /h";

    /// <summary>True behind the second tick, which a webhook of 0.3 may be told together with the first.</summary>
    private static bool HasTicked(JsonNode body) => (bool?)body["artifactUpdate"]?["append"] == true || body.ToJsonString().Split("tick").Length > 2;

    private async Task HeardAsync(Func<bool> enough)
    {
        while (!enough())
        {
            received.Add(await receiver.NextAsync());
        }
    }

    private async Task<IEnumerable<string>> WebhooksAsync(Capture capture)
    {
        await HeardAsync(() => received.Any(one => IsFirst(one) && (string?)(one.Json["statusUpdate"] ?? one.Json)["status"]?["state"] is "TASK_STATE_CANCELED" or "canceled"));
        return Hooked.Differences(capture.Webhooks, received);
    }
}
