using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Tests.Operations;

/// <summary>What is a repeat of a send under its Idempotency-Key, and what is another send.</summary>
public sealed class IdempotencyTests
{
    private const string Request = """
        {"message":{"messageId":"m","role":"ROLE_USER","parts":[{"text":"x"}],"metadata":{"a":1,"b":[1,{"c":null,"d":"e"}]}},"metadata":{"z":true,"y":"ü"}}
        """;

    public static TheoryData<string> Repeats() =>
    [
        """{"message":{"messageId":"m","role":"ROLE_USER","parts":[{"text":"x"}],"metadata":{"b":[1,{"d":"e","c":null}],"a":1}},"metadata":{"y":"ü","z":true}}""",
        """{"message":{"parts":[{"text":"x"}],"metadata":{"a":1,"b":[1,{"c":null,"d":"e"}]},"role":"ROLE_USER","messageId":"m"},"metadata":{"z":true,"y":"\u00fc"},"configuration":{}}""",
        """{"message":{"messageId":"m","role":"ROLE_USER","parts":[{"text":"x"}],"metadata":{"a":1,"b":[1,{"c":null,"d":"e"}]}},"metadata":{"z":true,"y":"ü"},"configuration":{"returnImmediately":true,"historyLength":3,"acceptedOutputModes":["text/plain"]}}""",
    ];

    public static TheoryData<string> Others() =>
    [
        Request.Replace("\"m\"", "\"n\"", StringComparison.Ordinal),
        Request.Replace("\"x\"", "\"x \"", StringComparison.Ordinal),
        Request.Replace("\"a\":1", "\"a\":2", StringComparison.Ordinal),
        Request.Replace("[1,{", "[{", StringComparison.Ordinal),
        Request.Replace("true", "false", StringComparison.Ordinal),
        Request.Replace("\"role\"", "\"contextId\":\"c\",\"role\"", StringComparison.Ordinal),
        Request.Replace("\"role\"", "\"taskId\":\"t\",\"role\"", StringComparison.Ordinal),
        Request.Replace("{\"text\":\"x\"}", "{\"text\":\"x\"},{\"text\":\"y\"}", StringComparison.Ordinal),
        Request.Replace("{\"message\"", "{\"configuration\":{\"taskPushNotificationConfig\":{\"url\":\"https://a.example\"}},\"message\"", StringComparison.Ordinal),
    ];

    [Theory, MemberData(nameof(Repeats))]
    public void The_same_request_has_the_same_fingerprint_however_its_answer_is_wanted(string repeat) => Assert.Equal(Of(Request), Of(repeat));

    [Theory, MemberData(nameof(Others))]
    public void Another_request_has_another_fingerprint(string other) => Assert.NotEqual(Of(Request), Of(other));

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_key_takes_no_second_request_and_nothing_comes_of_it(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var call = Call.Send("one", contextId: "ctx").At(immediately: true).WithHeader("Idempotency-Key", "k");
        var first = await host.CallAsync(call, binding);
        var other = call.With(json => json["message"]!["parts"]![0]!["text"] = "two");
        foreach (var operation in (string[])[Methods.SendMessage, Methods.SendStreamingMessage])
        {
            var refused = await host.CallAsync(other with { Operation = operation }, binding);
            Assert.Contains("Idempotency-Key", refused.Error!.ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Equal(first.TaskId, (await host.CallAsync(call, binding)).TaskId);
        Assert.Equal(1, (int)(await host.CallAsync(new Call(Methods.ListTasks, []), binding)).Result!["totalSize"]!);
    }

    [Fact]
    public async Task A_repeat_may_come_over_the_other_binding_and_want_another_answer()
    {
        await using var host = await ApiHost.StartAsync();
        var call = Call.Send("one").WithHeader("Idempotency-Key", "k");
        var first = await host.CallAsync(call.At(immediately: true));
        await using var stream = await host.OpenAsync(call with { Operation = Methods.SendStreamingMessage }, Binding.Rest);
        Assert.Equal(first.TaskId, (string)(await stream.NextEventAsync())!.Response["task"]!["id"]!);
        var short_ = call.With(json => json["configuration"] = new JsonObject { ["historyLength"] = 0, ["returnImmediately"] = true });
        Assert.Equal(first.TaskId, (await host.CallAsync(short_, Binding.Rest)).TaskId);
    }

    private static string Of(string json) => RequestFingerprint.Of(A2AJson.Deserialize<SendMessageRequest>(Encoding.UTF8.GetBytes(json)));
}
