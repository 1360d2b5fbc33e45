using System.Net;
using CodexA2A.Api.Push;
using CodexA2A.Api.Outbound;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Push;

/// <summary>Where deliveries must not go, decided when they connect: each URL through the real handler.</summary>
public sealed class GuardTests
{
    private const string Mixed = "one-public-one-private.example";

    /// <summary>What names resolve to; whatever is not here resolves to nothing.</summary>
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        ["private.example"] = ["10.1.2.3"],
        ["loopback.example"] = ["127.0.0.1"],
        ["localhost"] = ["127.0.0.1", "::1"],
        ["loopback6.example"] = ["::1"],
        ["mapped.example"] = ["::ffff:10.0.0.1"],
        ["nat64.example"] = ["64:ff9b::a00:1"],
        ["metadata.example"] = ["169.254.169.254"],
        ["metadata.google.internal"] = ["169.254.169.254"],
        [Mixed] = ["93.184.215.14", "192.168.1.1"],
        ["public.example"] = ["93.184.215.14"],
        ["127.0.0.1.nip.example"] = ["127.0.0.1"],
        ["xn--lcalhost-nqa.example"] = ["127.0.0.1"],
    };

    public static TheoryData<string> Hostile() =>
    [
        // Loopback, in every spelling that a URL may have.
        "https://127.0.0.1/", "https://127.0.0.1:8443/", "https://127.1/", "https://127.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/",
        "https://0x7f.1/", "https://017700000001/", "https://0177.0.0.1/", "https://0177.0.0.01/", "https://127.255.255.254/", "https://127.0.0.1./", "https://localhost/",
        "https://LOCALHOST/", "https://localhost./", "https://[::1]/", "https://[0:0:0:0:0:0:0:1]/", "https://loopback.example/", "https://loopback6.example/",
        "https://127.0.0.1.nip.example/",
        // Unspecified, this network, private, shared.
        "https://0.0.0.0/", "https://0/", "https://0.1.2.3/", "https://[::]/", "https://10.0.0.1/", "https://10.255.255.255/", "https://167772161/", "https://012.0.0.1/",
        "https://172.16.0.1/", "https://172.31.255.254/", "https://192.168.0.1/", "https://0xC0A80001/", "https://192.168.257/", "https://100.64.0.1/", "https://100.127.255.254/",
        "https://private.example/",
        // Link-local and metadata of clouds.
        "https://169.254.169.254/latest/meta-data/", "https://169.254.0.1/", "https://2852039166/", "https://0xA9FEA9FE/", "https://0251.0376.0251.0376/", "https://metadata.example/",
        "https://metadata.google.internal/", "https://168.63.129.16/", "https://100.100.100.200/", "https://[fd00:ec2::254]/", "https://192.0.0.192/",
        // Special blocks of IPv4.
        "https://192.0.0.1/", "https://192.0.2.1/", "https://198.51.100.1/", "https://203.0.113.1/", "https://198.18.0.1/", "https://198.19.255.254/", "https://192.88.99.1/",
        "https://224.0.0.1/", "https://239.255.255.250/", "https://240.0.0.1/", "https://255.255.255.255/",
        // IPv6: link-local, site-local, unique-local, multicast, documentation, discard.
        "https://[fe80::1]/", "https://[febf::1]/", "https://[fe80::1%25eth0]/", "https://[fec0::1]/", "https://[fc00::1]/", "https://[fdff:ffff::1]/", "https://[ff02::1]/",
        "https://[2001:db8::1]/", "https://[3fff::1]/", "https://[100::1]/", "https://[5f00::1]/",
        // IPv4 inside IPv6: mapped, compatible, NAT64, 6to4, Teredo, ISATAP.
        "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[::ffff:10.0.0.1]/", "https://[::ffff:8.8.8.8]/", "https://[::ffff:0:127.0.0.1]/", "https://[::127.0.0.1]/",
        "https://[::7f00:1]/", "https://[64:ff9b::7f00:1]/", "https://[64:ff9b::10.0.0.1]/", "https://[64:ff9b:1::a00:1]/", "https://[2002:7f00:1::]/", "https://[2002:a00:1::1]/",
        "https://[2001:0:7f00:1::1]/", "https://[fe80::5efe:7f00:1]/", "https://mapped.example/", "https://nat64.example/",
        // One bad address is enough; plain http is for receivers that are allowed.
        $"https://{Mixed}/", "http://public.example/", "http://93.184.215.14/", "http://10.0.0.1/", "http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
    ];

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
        new ReceiverGuard(AllowedReceivers.Parse(allowed), (host, stop) => Task.FromResult<IPAddress[]>(
            [.. (names?.Invoke(host) ?? Look(host)).Select(IPAddress.Parse)])),
        Options.Create(new PushOptions()),
        TimeProvider.System);

    // As the system does: what looks like an address is one.
    private static string[] Look(string host)
    {
        var name = host.TrimEnd('.').ToLowerInvariant();
        return Names.GetValueOrDefault(name) ?? (IPAddress.TryParse(name, out _) ? [name] : []);
    }

    private static Task<PushResult> PostAsync(WebhookClient client, string url) => client.PostAsync(
        new WebhookDelivery(new Owner("", "alice"), "p01-x", new Webhook("h", url) { Version = "1.0", CreatedAt = default }, new WebhookProgress(), ""),
        EventId.First, PushBody.Create("1.0", "{}"u8.ToArray(), default), TestContext.Current.CancellationToken);
}
