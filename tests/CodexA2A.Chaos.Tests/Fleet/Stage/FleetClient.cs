using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Chaos.Tests.Faults;
using CodexA2A.Chaos.Tests.Fleet.Turns;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Fleet.Stage;

/// <summary>
/// An A2A client as the documentation asks one to be: it sends with an Idempotency-Key (every other turn as a stream), again while it
/// is told that nobody answers, comes back to the next Api with Last-Event-ID, and answers questions. What it is told otherwise is a
/// problem of the turn.
/// </summary>
internal sealed class FleetClient : IDisposable
{
    private const int Unavailable = -31503;
    private const int MostProblems = 20;
    private const string Send = "SendMessage";
    private const string KeyHeader = "Idempotency-Key";
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Overtaken = ["INTERRUPT_SUPERSEDED", "INTERRUPT_ALREADY_ANSWERED"];

    private readonly HttpClient[] _apis;

    public FleetClient(ChaosFleet fleet) => _apis = [.. fleet.Apis.Select(api => Client(api.Address))];

    /// <summary>Sends a turn and follows it to its end.</summary>
    public async Task RunAsync(ChaosTurn turn, CancellationToken stop)
    {
        await SendAsync(turn, stop);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var answering = AnswerAsync(turn, ended.Token);
        try
        {
            await FollowAsync(turn, stop);
        }
        finally
        {
            turn.Questions.Writer.TryComplete();
            await ended.CancelAsync();
            await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        foreach (var api in _apis)
        {
            api.Dispose();
        }
    }

    private async Task SendAsync(ChaosTurn turn, CancellationToken stop)
    {
        var message = A2AHttp.Message($"{turn.Text}", turn.Context, returnImmediately: true);
        if (turn.Streams)
        {
            using var request = Request("SendStreamingMessage", message);
            request.Headers.Add(KeyHeader, turn.Text.Name);
            await TryConnectAsync(turn, _apis[turn.Home % _apis.Length], request, stop);
        }

        if (!turn.Accepted.IsCompleted)
        {
            var accepted = await CallAsync(turn, Send, message, stop);
            turn.Accept((string)accepted["result"]!["task"]!["id"]!);
        }
    }

    private async Task FollowAsync(ChaosTurn turn, CancellationToken stop)
    {
        for (var connection = 0; !turn.Ended; connection++)
        {
            using var request = Request("SubscribeToTask", new JsonObject { ["id"] = turn.Ledger.TaskId });
            request.Headers.Add("Last-Event-ID", $"{turn.Ledger.Last}");
            await TryConnectAsync(turn, _apis[(turn.Home + connection) % _apis.Length], request, stop);
            if (!turn.Ended)
            {
                turn.Reconnects++;
                await Pauses.ForAsync(RetryPause, stop);
            }
        }
    }

    private static async Task TryConnectAsync(ChaosTurn turn, HttpClient api, HttpRequestMessage request, CancellationToken stop)
    {
        try
        {
            await ConnectAsync(turn, api, request, stop);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The Api is gone.
        }
    }

    private static async Task ConnectAsync(ChaosTurn turn, HttpClient api, HttpRequestMessage request, CancellationToken stop)
    {
        using var response = await api.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            Judge(turn, JsonNode.Parse(await response.Content.ReadAsStringAsync(stop)), response.StatusCode);
            return;
        }

        turn.BeginStream();
        var (parser, came) = (SseParser.Create(await response.Content.ReadAsStreamAsync(stop)), 0);
        await foreach (var item in parser.EnumerateAsync(stop))
        {
            var node = JsonNode.Parse(item.Data)!;
            if (node["error"] is not null)
            {
                Judge(turn, node, response.StatusCode);
                return;
            }

            Take(turn, item.EventId, node["result"]!);
            if (turn.BreaksLeft > 0 && !turn.Ended && ++came >= turn.BreakEvery)
            {
                turn.BreaksLeft--;
                return;
            }
        }
    }

    private static void Take(ChaosTurn turn, string? id, JsonNode result)
    {
        var entry = JsonSerializer.Deserialize(result.ToJsonString(), A2AJson.Context.StreamResponse)!;
        Assert.True(EventId.TryParse(id, out var eventId), $"An event of {turn.Text.Name} has the id {id}.");
        if (!turn.Accepted.IsCompleted)
        {
            Assert.Equal(EventId.First, eventId);
            turn.Accept(entry.Task!.Id);
            return;
        }

        turn.Add(new TaskEvent(
            eventId, entry.Task is null ? TaskEventKind.Event : TaskEventKind.Snapshot, default, entry.Task?.Status.State ?? entry.StatusUpdate?.Status.State, TimeProvider.System.GetUtcNow()));
        if ((entry.Task?.Status ?? entry.StatusUpdate?.Status)?.State == TaskState.InputRequired)
        {
            turn.Ask((string)(entry.Task?.Metadata ?? entry.StatusUpdate?.Metadata)!["shared"]!["interrupt"]!["request_id"]!);
        }
    }

    private async Task AnswerAsync(ChaosTurn turn, CancellationToken ended)
    {
        await foreach (var question in turn.Questions.Reader.ReadAllAsync(ended))
        {
            await turn.MayAnswer.WaitAsync(ended);
            await CallAsync(turn, "a2a.interrupt.permission.reply", new JsonObject { ["request_id"] = question, ["reply"] = "once" }, ended);
            turn.Answered();
        }
    }

    private async Task<JsonNode> CallAsync(ChaosTurn turn, string method, JsonObject parameters, CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var request = Request(method, parameters);
                if (method == Send)
                {
                    request.Headers.Add(KeyHeader, turn.Text.Name);
                }

                using var response = await _apis[(turn.Home + attempt) % _apis.Length].SendAsync(request, stop);
                var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(stop))!;
                if (answer["error"] is null || Overtaken.Contains(Reason(answer)))
                {
                    return answer;
                }

                Judge(turn, answer, response.StatusCode);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // The Api is gone.
            }

            await Pauses.ForAsync(RetryPause, stop);
        }
    }

    // That nobody answers now is said in words that a client knows.
    private static void Judge(ChaosTurn turn, JsonNode? answer, HttpStatusCode status)
    {
        if ((int?)answer?["error"]?["code"] != Unavailable)
        {
            turn.Problems.Add($"it was answered {(int)status} {answer?.ToJsonString()}");
            Assert.True(turn.Problems.Count < MostProblems, string.Join('\n', turn.Problems));
        }
    }

    private static string? Reason(JsonNode answer) => (string?)(answer["error"]?["data"] as JsonArray)?[0]?["reason"];

    private static HttpRequestMessage Request(string method, JsonObject parameters) => new(HttpMethod.Post, "")
    {
        Content = new StringContent(
            new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters.DeepClone() }.ToJsonString(), Encoding.UTF8, "application/json"),
    };

    private static HttpClient Client(Uri address)
    {
        var http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServiceProcess.Token);
        http.DefaultRequestHeaders.Add("A2A-Version", "1.0");
        return http;
    }
}
