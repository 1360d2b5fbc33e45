using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Push;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Push;

/// <summary>What a receiver gets that takes what comes, and in which order.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task Every_event_comes_once_in_order_as_the_log_has_it()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await PushHost.StartAsync();
        var id = await host.SendAsync(receiver, config => config["token"] = "tok");
        await using var turn = await host.PlayAsync();

        var all = await receiver.ToTheEndAsync();

        Assert.Equal(["task", "statusUpdate", "artifactUpdate", "artifactUpdate", "statusUpdate"], all.Select(one => one.Kind));
        List<TaskEvent> log = [];
        await foreach (var batch in host.Api.Log.FollowAsync(ApiHost.OwnerOf("alice"), id, EventId.None, TestContext.Current.CancellationToken))
        {
            log.AddRange(batch);
        }

        Assert.Equal(log.Select(entry => $"{id}/{entry.Id}"), all.Select(one => one.EventId));
        Assert.All(log.Zip(all), pair => Assert.Equal(pair.First.Payload.ToArray(), pair.Second.Body));
        Assert.Equal(WebhookState.Done, (await host.Store.SavedAsync(progress => progress.State != WebhookState.Active)).Progress.State);
        Assert.True(receiver.IsQuiet);
    }

    [Fact]
    public async Task The_headers_are_those_of_the_captures_and_ours()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await PushHost.StartAsync();
        await host.SendAsync(receiver, config =>
        {
            config["token"] = "tok-9";
            config["authentication"] = new JsonObject { ["scheme"] = "Bearer", ["credentials"] = "sekret" };
        });

        var one = await receiver.NextAsync();

        Assert.Equal("POST /hook", one.Path);
        Assert.Equal(
            ("application/a2a+json", "Bearer sekret", "tok-9"),
            (one.Headers["Content-Type"], one.Headers["Authorization"], one.Headers["X-A2A-Notification-Token"]));
        Assert.Equal(host.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), one.Headers["X-A2A-Timestamp"]);
        Assert.Equal(Sign("tok-9", one), one.Headers["X-A2A-Signature"]);
        Assert.Equal(
            ["Authorization", "Content-Length", "Content-Type", "Host", "X-A2A-Event-Id", "X-A2A-Notification-Token", "X-A2A-Signature", "X-A2A-Timestamp"],
            one.Headers.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("an-operators-signing-key")]
    [InlineData(null)]
    public async Task Without_a_token_the_operators_key_signs_if_there_is_one(string? key)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await PushHost.StartAsync(new() { ["Push:SigningKey"] = key });
        await host.SendAsync(receiver);

        var one = await receiver.NextAsync();

        Assert.Equal(key is null ? null : Sign(key, one), one.Headers.GetValueOrDefault("X-A2A-Signature"));
        Assert.Equal(key is null, !one.Headers.ContainsKey("X-A2A-Timestamp"));
        Assert.False(one.Headers.ContainsKey("X-A2A-Notification-Token") || one.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task The_operators_key_signs_also_where_there_is_a_token()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await PushHost.StartAsync(new() { ["Push:SigningKey"] = "an-operators-signing-key" });
        await host.SendAsync(receiver, config => config["token"] = "tok-9");

        var one = await receiver.NextAsync();

        Assert.Equal((Sign("an-operators-signing-key", one), "tok-9"), (one.Headers["X-A2A-Signature"], one.Headers["X-A2A-Notification-Token"]));
    }

    [Fact]
    public async Task A_webhook_of_0_3_gets_the_Task_and_not_again_what_it_has_told_of()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Fails(503);
        await using var host = await PushHost.StartAsync();
        var id = (await host.Api.SubmitAsync()).TaskId;
        var set = new Call("tasks/pushNotificationConfig/set", new JsonObject { ["taskId"] = id, ["pushNotificationConfig"] = new JsonObject { ["url"] = receiver.Url } });
        Assert.Null((await host.Api.CallAsync(set)).Error);
        await receiver.NextAsync();
        var (_, due) = await host.Store.SavedAsync();
        await using var turn = await host.PlayAsync();
        receiver.Answer = (_, _) => Task.CompletedTask;
        host.Advance(due);

        var one = await receiver.NextAsync();

        Assert.Equal("application/json", one.Headers["Content-Type"]);
        Assert.Equal(("task", "completed"), ((string)one.Json["kind"]!, (string)one.Json["status"]!["state"]!));
        await host.Store.SavedAsync(progress => progress.State == WebhookState.Done);
        Assert.True(receiver.IsQuiet);
    }

    [Fact]
    public async Task Two_dispatchers_send_each_event_once()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await PushHost.StartAsync();
        using var second = ActivatorUtilities.CreateInstance<PushDispatcher>(host.Api.Services);
        await second.StartAsync(TestContext.Current.CancellationToken);
        List<Received> all = [];
        for (var i = 0; i < 8; i++)
        {
            await host.SendAsync(receiver);
            await (await host.PlayAsync()).DisposeAsync();
            host.Advance(TimeSpan.FromSeconds(1));
        }

        while (all.Count < 40)
        {
            all.Add(await receiver.NextAsync());
        }

        for (var ended = 0; ended < 8; ended++)
        {
            await host.Store.SavedAsync(progress => progress.State == WebhookState.Done);
        }

        Assert.True(receiver.IsQuiet);
        Assert.Equal(40, all.Select(one => one.EventId).Distinct().Count());
        Assert.All(all.GroupBy(one => one.EventId.Split('/')[0]), task => Assert.Equal(
            [1, 2, 3, 4, 5], task.Select(one => int.Parse(one.EventId.Split('-')[^1], CultureInfo.InvariantCulture))));
        await second.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_webhook_of_a_task_that_goes_on_begins_with_the_task_as_it_is()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await PushHost.StartAsync();
        var submitted = await host.Api.SubmitAsync();
        await using var turn = await host.Api.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await turn.TextAsync("one ", append: false);

        await host.Api.CallAsync(PushConfigTests.Create(submitted.TaskId, receiver.Url));
        var first = await receiver.NextAsync();
        await turn.TextAsync("two", last: true);
        await turn.CompleteAsync();

        Assert.Equal(("task", $"{submitted.TaskId}/{first.Json["task"]!["metadata"]!["shared"]!["stream"]!["event_id"]}"), (first.Kind, first.EventId));
        Assert.Equal("one ", (string)first.Json["task"]!["artifacts"]![0]!["parts"]![0]!["text"]!);
        Assert.Equal(["artifactUpdate", "statusUpdate"], (await receiver.ToTheEndAsync()).Select(one => one.Kind));
    }

    [Fact]
    public async Task A_webhook_of_an_ended_task_gets_the_task_once()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await PushHost.StartAsync();
        var id = await host.Api.CompletedAsync();

        await host.Api.CallAsync(PushConfigTests.Create(id, receiver.Url));

        Assert.Equal("TASK_STATE_COMPLETED", (string)(await receiver.NextAsync()).Json["task"]!["status"]!["state"]!);
        Assert.Equal(WebhookState.Done, (await host.Store.SavedAsync(progress => progress.State != WebhookState.Active)).Progress.State);
        Assert.True(receiver.IsQuiet);
        Assert.Single((await host.Api.CallAsync(PushConfigTests.List(id))).Result!["configs"]!.AsArray());
    }

    [Fact]
    public async Task A_service_that_stops_gives_back_what_it_delivers()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await PushHost.StartAsync();
        await host.SendAsync(receiver);
        await receiver.NextAsync();
        await host.Store.SavedAsync();
        var dispatcher = host.Api.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<PushDispatcher>().Single();

        await dispatcher.StopAsync(TestContext.Current.CancellationToken);

        var next = Assert.Single(await host.Store.ClaimAsync(10, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(EventId.First, next.Cursor);
    }

    private static string Sign(string key, Received one) => "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(key), (byte[])[.. Encoding.ASCII.GetBytes($"{one.EventId}.{one.Headers["X-A2A-Timestamp"]}."), .. one.Body]));
}
