using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Push;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Output;

/// <summary>A task looks as the sender of its message asked for, in every way of reading it.</summary>
public sealed class NegotiationTests
{
    private const string AsText = """{"kind":"state","tool":"ls"}""";

    private static readonly Part Data = Part.FromData(JsonNode.Parse(AsText)!, "application/json");

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Data_is_text_for_who_takes_only_text(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var sending = host.CallAsync(TextOnly(Call.Send("hello"), immediately: false), binding);
        await using var turn = await PlayAsync(host);
        var sent = (await sending).Task;
        Assert.Equal(AsText, TextOf(sent));
        Assert.Equal("text/plain", (string?)sent["metadata"]!["codex"]!["output_negotiation"]!["accepted_output_modes"]![0]);
        Assert.Equal("hello", (string?)sent["history"]![0]!["parts"]![0]!["text"]);

        var id = (string)sent["id"]!;
        Assert.Equal(AsText, TextOf((await host.CallAsync(Call.Get(id), binding)).Result!));
        var list = await host.CallAsync(new Call(Methods.ListTasks, new JsonObject { ["includeArtifacts"] = true }), binding);
        Assert.Equal(AsText, TextOf(list.Result!["tasks"]![0]!));
        Assert.Equal(AsText, await StreamedAsync(await host.OpenAsync(Call.Subscribe(id, "0-1"), binding)));
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_stream_and_whoever_subscribes_get_text(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await host.OpenAsync(TextOnly(Call.Stream("hello")), binding);
        var first = (await stream.NextEventAsync())!.Response["task"]!;
        await using var subscribed = await host.OpenAsync(Call.Subscribe((string)first["id"]!), binding);
        Assert.NotNull((await subscribed.NextEventAsync())!.Response["task"]);
        await using var turn = await PlayAsync(host);
        Assert.Equal(AsText, await StreamedAsync(stream));
        Assert.Equal(AsText, await StreamedAsync(subscribed));
    }

    [Fact]
    public async Task A_webhook_gets_text()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var push = await PushHost.StartAsync();
        var call = Call.Send("hello").With(request => request["configuration"] = new JsonObject
        {
            ["returnImmediately"] = true,
            ["acceptedOutputModes"] = new JsonArray("text/plain"),
            ["taskPushNotificationConfig"] = new JsonObject { ["url"] = receiver.Url },
        });
        Assert.Null((await push.Api.CallAsync(call)).Error);
        await using var turn = await PlayAsync(push.Api);
        var bodies = (await receiver.ToTheEndAsync()).Select(one => JsonNode.Parse(Encoding.UTF8.GetString(one.Body))!);
        Assert.Equal(AsText, (string?)bodies.Select(body => body["artifactUpdate"]).OfType<JsonNode>().Single()["artifact"]!["parts"]![0]!["text"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    public async Task Who_takes_everything_gets_data(string? mode)
    {
        await using var host = await ApiHost.StartAsync();
        var call = Call.Send("hello").With(request =>
        {
            if (mode is not null) request["configuration"] = new JsonObject { ["acceptedOutputModes"] = new JsonArray(mode) };
        });
        var sending = host.CallAsync(call);
        await using var turn = await PlayAsync(host);
        var task = (await sending).Task;
        Assert.Equal("ls", (string?)task["artifacts"]![0]!["parts"]![0]!["data"]!["tool"]);
        Assert.Null(task["metadata"]?["codex"]?["output_negotiation"]);
    }

    private static async Task<ScriptedTurn> PlayAsync(ApiHost host)
    {
        var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await turn.PartAsync(Data);
        await turn.CompleteAsync();
        return turn;
    }

    private static Call TextOnly(Call call, bool immediately = true) => call.With(request => request["configuration"] = new JsonObject
    {
        ["acceptedOutputModes"] = new JsonArray("text/plain"),
        ["returnImmediately"] = immediately,
    });

    private static string? TextOf(JsonNode task) => (string?)task["artifacts"]![0]!["parts"]![0]!["text"];

    private static async Task<string?> StreamedAsync(SseClient stream)
    {
        string? text = null;
        while (await stream.NextEventAsync() is { } frame)
        {
            text = (string?)frame.Response["artifactUpdate"]?["artifact"]!["parts"]![0]!["text"] ?? text;
        }

        return text;
    }
}
