using System.Net;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Outbound;
using CodexA2A.Api.Tests.Push;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Outbound;

/// <summary>The list of addresses, by the three ways that a caller has to make the service ask for one: a webhook, an image, and a redirect of an image.</summary>
public sealed class OutboundUrlTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void There_are_enough_of_them() => Assert.True(OutboundUrl.All.Count(url => url is not { Webhook: OutboundVerdict.Public, Image: OutboundVerdict.Public }) >= 120);

    [Fact]
    public async Task A_webhook_reaches_what_is_public_and_nothing_else()
    {
        await using var host = await ApiHost.StartAsync(services: services => services.AddSingleton<Resolve>((name, _) => Task.FromResult(Look(name))));
        var task = (await host.SubmitAsync()).TaskId;
        var found = new List<OutboundUrl>();
        foreach (var row in OutboundUrl.All)
        {
            var answer = await host.CallAsync(PushConfigTests.Create(task, row.Url, config => config["id"] = "one"));
            found.Add(row with
            {
                Webhook = answer.Error is null ? await JudgeAsync(row.Url)
                    : ((string)answer.Error["message"]!).Contains("of a public address", StringComparison.Ordinal) ? OutboundVerdict.Address : OutboundVerdict.Form,
            });
        }

        AssertSame(found, row => row.Webhook);
    }

    [Fact]
    public async Task An_image_comes_from_what_is_public_and_nowhere_else()
    {
        var found = new List<OutboundUrl>();
        foreach (var row in OutboundUrl.All)
        {
            found.Add(row with { Image = await ImageAsync(row.Url) });
        }

        AssertSame(found, row => row.Image);
    }

    [Fact]
    public async Task Who_is_asked_for_an_image_leads_to_none_of_them()
    {
        await using var receiver = await Receiver.StartAsync();
        var target = "";
        receiver.Answer = (_, response) =>
        {
            response.StatusCode = StatusCodes.Status302Found;
            // As it is, where a header can have it at all.
            response.Headers.Location = Uri.TryCreate(target, UriKind.RelativeOrAbsolute, out var uri) && uri.IsAbsoluteUri ? uri.AbsoluteUri : Uri.EscapeDataString(target);
            return Task.CompletedTask;
        };
        using var fetcher = Fetcher("127.0.0.1,::1");
        foreach (var row in OutboundUrl.All.Where(row => row.Image != OutboundVerdict.Public && !IsOfReceiver(row)))
        {
            target = row.Url;
            var error = await Assert.ThrowsAsync<A2AException>(() => fetcher.FetchAsync(new Owner("", "alice"), [Part.FromUrl(receiver.Url)], Stop));
            Assert.Equal(A2AErrorCode.ContentTypeNotSupported, error.Code);
        }
    }

    /// <summary>The receiver is on this machine, and so its address is allowed there; and what is no address leads back to it.</summary>
    private static bool IsOfReceiver(OutboundUrl row) => row.Image == OutboundVerdict.Form
        || (Uri.TryCreate(row.Url, UriKind.Absolute, out var uri) && Look(uri.IdnHost).Any(address => address.Equals(IPAddress.Loopback) || address.Equals(IPAddress.IPv6Loopback)));

    private static void AssertSame(IEnumerable<OutboundUrl> found, Func<OutboundUrl, OutboundVerdict> verdict)
    {
        var others = OutboundUrl.All.Zip(found).Where(pair => verdict(pair.First) != verdict(pair.Second)).Select(pair => $"{Uri.EscapeDataString(pair.First.Url)} {verdict(pair.First)} is {verdict(pair.Second)}").ToList();
        Assert.True(others.Count == 0, string.Join('\n', others));
    }

    private static async Task<OutboundVerdict> ImageAsync(string url)
    {
        var part = Part.FromUrl(url, "image/png");
        try
        {
            MessageInput.Check([part], InputLimits.Default with { TakesAddresses = true });
        }
        catch (A2AException)
        {
            return OutboundVerdict.Form;
        }

        if (Guard("").Refuses(new Uri(url))) return OutboundVerdict.Address;
        var verdict = await JudgeAsync(url);
        if (verdict != OutboundVerdict.Public)
        {
            // The whole way, too.
            using var fetcher = Fetcher("");
            await Assert.ThrowsAsync<A2AException>(() => fetcher.FetchAsync(new Owner("", "alice"), [part], Stop));
        }

        return verdict;
    }

    /// <summary>What the connection is told; nothing is connected.</summary>
    private static async Task<OutboundVerdict> JudgeAsync(string url)
    {
        var uri = new Uri(url);
        try
        {
            await Guard("").JudgeAsync(uri.IdnHost, uri.Scheme == Uri.UriSchemeHttps, Stop);
            return OutboundVerdict.Public;
        }
        catch (HttpRequestException)
        {
            return OutboundVerdict.Connect;
        }
    }

    private static ReceiverGuard Guard(string allowed) => new(AllowedReceivers.Parse(allowed), (name, _) => Task.FromResult(Look(name)), "A2A:FetchAllowedHosts");

    private static ImageFetcher Fetcher(string allowed) => new(
        Options.Create(new A2AOptions { FetchImages = true, FetchAllowedHosts = allowed, FetchTimeout = TimeSpan.FromMinutes(1) }),
        (name, _) => Task.FromResult(Look(name)), TimeProvider.System, NullLogger<ImageFetcher>.Instance);

    // As the system does: what looks like an address is one.
    private static IPAddress[] Look(string host)
    {
        var name = host.TrimEnd('.');
        return OutboundUrl.Names.TryGetValue(name, out var addresses) ? [.. addresses.Select(IPAddress.Parse)] : IPAddress.TryParse(name, out var address) ? [address] : [];
    }
}
