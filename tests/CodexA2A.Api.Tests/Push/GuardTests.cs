using System.Net;
using CodexA2A.Api.Push;
using CodexA2A.Api.Outbound;
using CodexA2A.Api.Tests.Outbound;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Push;

/// <summary>Where deliveries must not go, decided when they connect: each URL through the real handler.</summary>
public sealed class GuardTests
{
    /// <summary>Those of the list that a client can be given at all, and that are refused for where they lead; what leads nowhere is no receiver.</summary>
    public static TheoryData<string> Hostile() =>
        [.. OutboundUrl.All.Where(row => row is { Webhook: OutboundVerdict.Address or OutboundVerdict.Connect, Image: OutboundVerdict.Address or OutboundVerdict.Connect }
            && Look(new Uri(row.Url).Host.Trim('[', ']')).Length > 0).Select(row => row.Url)];

    [Fact]
    public void There_are_enough_of_them() => Assert.True(Hostile().Count >= 60);

    [Theory, MemberData(nameof(Hostile))]
    public async Task A_hostile_URL_is_refused_when_it_connects(string url)
    {
        using var client = Client(null);

        Assert.Equal(new PushResult(PushResult.Refused), await PostAsync(client, url));
    }

    [Theory, MemberData(nameof(Hostile))]
    public async Task To_allow_one_receiver_allows_no_other(string url)
    {
        using var client = Client("other.example, *.internal.test, 198.51.100.99");

        Assert.Equal(PushResult.Refused, (await PostAsync(client, url)).Outcome);
    }

    [Theory]
    [InlineData("127.0.0.1", "http://127.0.0.1")]
    [InlineData("127.0.0.0/8", "http://127.0.0.1")]
    [InlineData("127.0.0.0/8", "http://2130706433")]
    [InlineData("127.0.0.0/8", "http://loopback.example")]
    [InlineData("loopback.example", "http://loopback.example")]
    [InlineData("10.0.0.0/8, Loopback.Example", "http://loopback.example.")]
    [InlineData("*.example", "http://loopback.example")]
    [InlineData("localhost,::1", "http://localhost")]
    public async Task An_allowed_receiver_is_reached(string allowed, string url)
    {
        await using var receiver = await Receiver.StartAsync();
        using var client = Client(allowed);

        Assert.Equal(new PushResult(PushResult.Delivered), await PostAsync(client, $"{url}:{new Uri(receiver.Url).Port}/hook"));
        Assert.Equal("POST /hook", (await receiver.NextAsync()).Path);
    }

    [Theory]
    [InlineData("*.example", "http://example:1")]
    [InlineData("*.oopback.example", "http://loopback.example:1")]
    [InlineData("back.example", "http://loopback.example:1")]
    [InlineData("127.0.0.1", "http://localhost:1")]
    public async Task A_receiver_that_only_looks_allowed_is_refused(string allowed, string url)
    {
        using var client = Client(allowed, _ => ["127.0.0.1", "::1"]);

        Assert.Equal(PushResult.Refused, (await PostAsync(client, url)).Outcome);
    }

    [Fact]
    public async Task A_name_is_resolved_once_so_that_it_cannot_say_something_else_to_the_connection()
    {
        await using var receiver = await Receiver.StartAsync();
        var asked = 0;
        // Allowed the first time, and elsewhere ever after.
        using var client = Client("127.0.0.1", _ => ++asked == 1 ? ["127.0.0.1"] : ["10.0.0.1"]);

        Assert.Equal(PushResult.Delivered, (await PostAsync(client, $"http://rebinding.example:{new Uri(receiver.Url).Port}/")).Outcome);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("93.184.215.14")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("192.0.1.1")]
    [InlineData("198.20.0.1")]
    [InlineData("223.255.255.254")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:82a::200e")]
    [InlineData("2001:4860:4860::8888")]
    public void An_address_of_the_internet_is_public(string address) => Assert.True(PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("http://x.example")]
    [InlineData("a b")]
    [InlineData("*")]
    public void A_list_that_cannot_be_read_is_refused_at_the_start(string list) => Assert.False(AllowedReceivers.TryParse(list, out _));

    [Theory]
    [InlineData(1, null, 0.8, 1)]
    [InlineData(2, null, 1.6, 2)]
    [InlineData(10, null, 409.6, 512)]
    [InlineData(11, null, 480, 600)]
    [InlineData(1000, null, 480, 600)]
    [InlineData(1, 30, 30, 30)]
    [InlineData(1, 100_000, 600, 600)]
    public void A_pause_doubles_from_a_second_to_ten_minutes(int attempts, int? asked, double least, double most)
    {
        var retryAfter = asked is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;

        Assert.Equal(most, PushBackoff.After(attempts, retryAfter, 0).TotalSeconds);
        Assert.Equal(least, PushBackoff.After(attempts, retryAfter, 1).TotalSeconds, 3);
    }

    private static WebhookClient Client(string? allowed, Func<string, string[]>? names = null) => new(
        new ReceiverGuard(
            AllowedReceivers.Parse(allowed),
            (host, stop) => Task.FromResult<IPAddress[]>([.. (names?.Invoke(host) ?? Look(host)).Select(IPAddress.Parse)]),
            "Push:AllowedHosts"),
        Options.Create(new PushOptions()),
        TimeProvider.System);

    // As the system does: what looks like an address is one.
    private static string[] Look(string host)
    {
        var name = host.TrimEnd('.').ToLowerInvariant();
        return OutboundUrl.Names.GetValueOrDefault(name) ?? (IPAddress.TryParse(name, out _) ? [name] : []);
    }

    private static Task<PushResult> PostAsync(WebhookClient client, string url) => client.PostAsync(
        new WebhookDelivery(new Owner("", "alice"), "p01-x", new Webhook("h", url) { Version = "1.0", CreatedAt = default }, new WebhookProgress(), ""),
        EventId.First, PushBody.Create("1.0", "{}"u8.ToArray(), default), TestContext.Current.CancellationToken);
}
