using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Push;

/// <summary>Webhooks that a message brings along.</summary>
public sealed class InlineWebhookTests
{
    private const string Url = "https://receiver.example/hook";

    [Fact]
    public async Task The_secrets_of_a_sends_webhook_are_not_in_the_command_and_a_repeat_adds_none()
    {
        await using var host = await PushHost.QuietAsync();
        var call = Call.Send("hi").With(request => request["configuration"] = new JsonObject
        {
            ["returnImmediately"] = true,
            ["taskPushNotificationConfig"] = new JsonObject { ["url"] = Url, ["token"] = "canary" },
        }).WithHeader("Idempotency-Key", "once");
        var id = (await host.CallAsync(call)).TaskId;
        Assert.Equal(id, (await host.CallAsync(call)).TaskId);

        await using var turn = await host.Runner.ClaimAsync();

        Assert.Null(turn.Command.Request.Configuration!.TaskPushNotificationConfig);
        Assert.Equal("canary", (string)Assert.Single((await host.CallAsync(PushConfigTests.List(id))).Result!["configs"]!.AsArray())!["token"]!);
    }

    [Fact]
    public async Task An_answer_may_bring_a_webhook_of_its_task()
    {
        await using var host = await PushHost.QuietAsync();
        var id = (await host.SubmitAsync()).TaskId;
        await using var turn = await host.Runner.ClaimAsync();
        await turn.AskAsync();

        var answer = await host.CallAsync(Call.Send("approve", taskId: id).With(request => request["configuration"] = new JsonObject
        {
            ["returnImmediately"] = true,
            ["taskPushNotificationConfig"] = new JsonObject { ["url"] = Url, ["taskId"] = id },
        }));

        Assert.Null(answer.Error);
        Assert.Single((await host.CallAsync(PushConfigTests.List(id))).Result!["configs"]!.AsArray());
    }

    [Fact]
    public async Task A_client_that_brings_its_webhook_along_each_time_has_it_once()
    {
        await using var host = await PushHost.QuietAsync();
        var id = (await host.SubmitAsync()).TaskId;
        await using var turn = await host.Runner.ClaimAsync();
        for (var i = 0; i < 3; i++)
        {
            await turn.ResolveAsync(await AnsweredAsync());
        }

        Assert.Single((await host.CallAsync(PushConfigTests.List(id))).Result!["configs"]!.AsArray());

        async Task<Tasks.Interrupt> AnsweredAsync()
        {
            var asked = await turn.AskAsync();
            var answer = await host.CallAsync(Call.Send("approve", taskId: id).With(request => request["configuration"] = new JsonObject
            {
                ["returnImmediately"] = true,
                ["taskPushNotificationConfig"] = new JsonObject { ["url"] = Url, ["token"] = "t" },
            }));
            Assert.Null(answer.Error);
            return asked;
        }
    }

    [Fact]
    public async Task An_answer_that_is_refused_leaves_no_webhook()
    {
        await using var host = await PushHost.QuietAsync();
        var id = (await host.SubmitAsync()).TaskId;
        await using var turn = await host.Runner.ClaimAsync();
        await turn.AskAsync();

        var answer = await host.CallAsync(Call.Send("perhaps", taskId: id).With(request => request["configuration"] = new JsonObject
        {
            ["taskPushNotificationConfig"] = new JsonObject { ["url"] = Url },
        }));

        Assert.NotNull(answer.Error);
        Assert.Null((await host.CallAsync(PushConfigTests.List(id))).Result!["configs"]);
    }

    [Theory]
    [InlineData(Methods.SendMessage, Binding.JsonRpc)]
    [InlineData(Methods.SendMessage, Binding.Rest)]
    [InlineData(Methods.SendStreamingMessage, Binding.JsonRpc)]
    [InlineData(Methods.SendStreamingMessage, Binding.Rest)]
    public async Task The_name_of_0_3_is_read_where_that_of_the_specification_is_not_there(string operation, Binding binding)
    {
        await using var host = await PushHost.QuietAsync();

        Assert.Equal(Url, await WebhookOfAsync(new JsonObject { ["pushNotificationConfig"] = new JsonObject { ["url"] = Url } }));
        Assert.Null(await WebhookOfAsync(new JsonObject { ["pushNotificationConfig"] = null }));
        Assert.Equal(Url + "/right", await WebhookOfAsync(new JsonObject
        {
            ["pushNotificationConfig"] = new JsonObject { ["url"] = Url },
            ["taskPushNotificationConfig"] = new JsonObject { ["url"] = Url + "/right" },
        }));

        async Task<string?> WebhookOfAsync(JsonObject configuration)
        {
            var call = (Call.Send("hi") with { Operation = operation }).With(request => request["configuration"] = configuration);
            if (operation == Methods.SendMessage) call.Params["configuration"]!["returnImmediately"] = true;
            var id = operation == Methods.SendMessage ? (await host.CallAsync(call, binding)).TaskId : await FirstAsync(call);
            return (string?)(await host.CallAsync(PushConfigTests.List(id))).Result!["configs"]?[0]!["url"];
        }

        async Task<string> FirstAsync(Call call)
        {
            await using var stream = await host.OpenAsync(call, binding);
            return (string)(await stream.NextEventAsync())!.Response["task"]!["id"]!;
        }
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task What_it_holds_is_refused_as_the_client_wrote_it(Binding binding)
    {
        await using var host = await PushHost.QuietAsync();
        var call = Call.Send("hi").With(request => request["configuration"] = new JsonObject { ["pushNotificationConfig"] = "https://receiver.example" });

        Assert.Equal("configuration.pushNotificationConfig", (await host.CallAsync(call, binding)).Field);
    }
}
