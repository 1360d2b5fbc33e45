using CodexA2A.Api.Push;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Push;

/// <summary>What one owner, or one receiver, can take of what there is for all.</summary>
public sealed class FairShareTests
{
    [Fact]
    public async Task Of_one_owner_a_dispatcher_follows_a_quarter_of_what_it_can_and_puts_off_the_rest()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await PushHost.StartAsync();
        await host.Api.Services.GetServices<IHostedService>().OfType<PushDispatcher>().Single().StopAsync(TestContext.Current.CancellationToken);
        List<string> alices = [];
        for (var i = 0; i < 3; i++)
        {
            alices.Add(await host.SendAsync(receiver));
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var bobs = await host.SendAsync(receiver, token: ApiHost.Bob);
        var services = host.Api.Services;
        using var dispatcher = new PushDispatcher(services.GetRequiredService<PushServices>(), services.GetRequiredService<PushWake>(), NullLogger<PushDispatcher>.Instance) { MaxHeld = 8 };
        await dispatcher.StartAsync(TestContext.Current.CancellationToken);

        var first = new[] { await receiver.NextAsync(), await receiver.NextAsync(), await receiver.NextAsync() }.Select(one => one.EventId.Split('/')[0]);
        Assert.Equal(new[] { alices[0], alices[1], bobs }.Order(StringComparer.Ordinal), first.Order(StringComparer.Ordinal));
        var (_, due) = await host.Store.SavedAsync(progress => progress.Seq == 0);

        // What ends makes room for it.
        await using var turn = await host.PlayAsync();
        await receiver.ToTheEndAsync();
        await host.Store.SavedAsync(progress => progress.State == WebhookState.Done);
        host.Advance(due);

        Assert.StartsWith(alices[2] + "/", (await receiver.NextAsync()).EventId, StringComparison.Ordinal);
        await dispatcher.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task One_owner_sends_from_half_of_the_places()
    {
        using var slots = new DeliverySlots(Options.Create(new PushOptions { MaxConcurrent = 8 }));
        List<IDisposable> mine = [];
        for (var i = 0; i < 4; i++)
        {
            mine.Add(await Now(slots, "alice", $"https://receiver-{i}.example/"));
        }

        var more = slots.EnterAsync(Delivery("alice", "https://receiver-5.example/"), TestContext.Current.CancellationToken);
        Assert.False(more.IsCompleted);
        (await Now(slots, "bob", "https://receiver-6.example/")).Dispose();

        mine[0].Dispose();
        (await more).Dispose();
        mine[1..].ForEach(place => place.Dispose());
    }

    [Fact]
    public async Task One_receiver_is_sent_to_from_a_quarter_of_the_places_whoever_owns_the_webhook()
    {
        using var slots = new DeliverySlots(Options.Create(new PushOptions { MaxConcurrent = 8 }));
        using var one = await Now(slots, "alice", "https://receiver.example/a");
        var two = await Now(slots, "bob", "https://RECEIVER.example/b");

        var three = slots.EnterAsync(Delivery("carol", "https://receiver.example/c"), TestContext.Current.CancellationToken);
        Assert.False(three.IsCompleted);
        (await Now(slots, "carol", "https://receiver.example:8443/c")).Dispose();

        two.Dispose();
        (await three).Dispose();
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_leaves_its_place_to_others()
    {
        using var slots = new DeliverySlots(Options.Create(new PushOptions { MaxConcurrent = 1 }));
        using var given = new CancellationTokenSource();
        var first = await Now(slots, "alice", "https://one.example/");
        var waits = slots.EnterAsync(Delivery("bob", "https://two.example/"), given.Token);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);

        first.Dispose();

        (await Now(slots, "bob", "https://two.example/")).Dispose();
    }

    private static Task<IDisposable> Now(DeliverySlots slots, string owner, string url)
    {
        var entered = slots.EnterAsync(Delivery(owner, url), TestContext.Current.CancellationToken);
        Assert.True(entered.IsCompletedSuccessfully);
        return entered;
    }

    private static WebhookDelivery Delivery(string owner, string url) =>
        new(ApiHost.OwnerOf(owner), "p00-x", new Webhook("w", url) { Version = "1.0", CreatedAt = DateTimeOffset.UnixEpoch }, new WebhookProgress(), "");
}
