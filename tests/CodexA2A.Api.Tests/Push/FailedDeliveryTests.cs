using System.Text;
using CodexA2A.Api.Push;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Push;

/// <summary>What becomes of deliveries that a receiver does not take, or that are not noted.</summary>
public sealed class FailedDeliveryTests
{
    [Fact]
    public async Task What_fails_is_sent_again_after_its_pause_and_nothing_overtakes_it()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Fails(503);
        await using var host = await PushHost.StartAsync();
        await host.SendAsync(receiver);
        await using var turn = await host.PlayAsync();
        var first = await receiver.NextAsync();

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var (progress, due) = await host.Store.SavedAsync();
            Assert.Equal((attempt, 503), (progress.Attempts, progress.LastStatus));
            Assert.InRange(due.TotalSeconds, 0.8 * Math.Pow(2, attempt - 1), Math.Pow(2, attempt - 1));
            if (attempt == 3) receiver.Answer = (_, _) => Task.CompletedTask;
            host.Advance(due);
            Assert.Equal(first.EventId, (await receiver.NextAsync()).EventId);
        }

        Assert.Equal(["statusUpdate", "artifactUpdate", "artifactUpdate", "statusUpdate"], (await receiver.ToTheEndAsync()).Select(one => one.Kind));
        Assert.Equal(0, (await host.Store.SavedAsync()).Progress.Attempts);
    }

    [Fact]
    public async Task A_receiver_may_ask_for_a_longer_pause()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Fails(429, retryAfter: "120");
        await using var host = await PushHost.StartAsync();
        await host.SendAsync(receiver);

        Assert.Equal(TimeSpan.FromSeconds(120), (await host.Store.SavedAsync()).Due);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_is_left_after_the_timeout()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Hangs();
        await using var host = await PushHost.StartAsync();
        await host.SendAsync(receiver);
        await receiver.NextAsync();

        host.Advance(TimeSpan.FromSeconds(10));

        var (progress, _) = await host.Store.SavedAsync();
        Assert.Equal((1, null), (progress.Attempts, progress.LastStatus));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var other = await Receiver.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, response) =>
        {
            response.StatusCode = 307;
            response.Headers.Location = other.Url;
            return Task.CompletedTask;
        };
        await using var host = await PushHost.StartAsync();
        await host.SendAsync(receiver);

        Assert.Equal(307, (await host.Store.SavedAsync()).Progress.LastStatus);
        Assert.True(other.IsQuiet);
    }

    [Fact]
    public async Task Whoever_dies_between_sending_and_noting_it_has_it_sent_again_by_the_next()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await PushHost.StartAsync();
        host.Store.LosesSaves = true;
        await host.SendAsync(receiver);
        var first = await receiver.NextAsync();
        await host.Store.SavedAsync();
        host.Store.LosesSaves = false;
        using var second = ActivatorUtilities.CreateInstance<PushDispatcher>(host.Api.Services);
        await second.StartAsync(TestContext.Current.CancellationToken);
        Assert.True(receiver.IsQuiet);

        var next = receiver.NextAsync();
        while (!next.IsCompleted)
        {
            // The first may hold it a moment longer than its save: a lease that it extends meanwhile has to run out too.
            host.Advance(new PushOptions().LeaseTime);
            await next.WaitAsync(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        var again = await next;
        Assert.Equal((first.EventId, Encoding.UTF8.GetString(first.Body)), (again.EventId, Encoding.UTF8.GetString(again.Body)));
        await second.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_slow_receiver_holds_up_neither_the_turn_nor_another_receiver()
    {
        await using var slow = await Receiver.StartAsync();
        slow.Hangs();
        await using var fast = await Receiver.StartAsync();
        await using var host = await PushHost.StartAsync(new() { ["Push:MaxConcurrent"] = "4" });
        for (var i = 0; i < 6; i++)
        {
            await host.SendAsync(slow);
            await (await host.PlayAsync()).DisposeAsync();
        }

        await slow.NextAsync();
        var id = await host.SendAsync(fast);
        await using var turn = await host.PlayAsync();

        Assert.Equal(5, (await fast.ToTheEndAsync()).Count);
        Assert.Equal("TASK_STATE_COMPLETED", (string)(await host.Api.CallAsync(Call.Get(id))).Result!["status"]!["state"]!);
    }

    [Theory]
    [InlineData(410, 0)]
    [InlineData(500, 3600)]
    public async Task What_cannot_be_delivered_is_given_up_and_its_owner_sees_it_without_secrets(int status, int after)
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Fails(status);
        await using var host = await PushHost.StartAsync(new() { ["Push:GiveUpAfter"] = "01:00:00" });
        var id = await host.SendAsync(receiver.Url + "?key=canary", config => (config["id"], config["token"]) = ("mine", "canary"));
        var save = await host.Store.SavedAsync();
        if (after > 0)
        {
            host.Advance(TimeSpan.FromSeconds(after));
            save = await host.Store.SavedAsync();
        }

        Assert.Equal(WebhookState.Dead, save.Progress.State);
        var failures = await host.Api.CallAsync(new Call("codex.push.failures.list", []));
        var item = Assert.Single(failures.Result!["items"]!.AsArray())!;
        Assert.Equal((id, "mine", receiver.Url, status), ((string)item["task_id"]!, (string)item["config_id"]!, (string)item["url"]!, (int)item["last_status"]!));
        Assert.Equal(after > 0 ? 2 : 1, (int)item["attempts"]!);
        Assert.DoesNotContain("canary", failures.Result.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty((await host.Api.CallAsync(new Call("codex.push.failures.list", []) { Token = ApiHost.Bob })).Result!["items"]!.AsArray());
    }
}
