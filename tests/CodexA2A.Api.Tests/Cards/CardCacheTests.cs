using System.Net;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Api.Tests.Cards;

public sealed class CardCacheTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 3, 2, 1, 987, TimeSpan.Zero);

    [Theory]
    [InlineData("Mon, 04 May 2026 03:02:01 GMT", null, HttpStatusCode.NotModified)]
    [InlineData("Mon, 04 May 2026 03:02:02 GMT", null, HttpStatusCode.NotModified)]
    [InlineData("Mon, 04 May 2026 03:02:00 GMT", null, HttpStatusCode.OK)]
    [InlineData("Monday, 04-May-26 03:02:01 GMT", null, HttpStatusCode.NotModified)]
    [InlineData("yesterday", null, HttpStatusCode.OK)]
    [InlineData("", null, HttpStatusCode.OK)]
    [InlineData("Mon, 04 May 2026 03:02:01 GMT", "\"other\"", HttpStatusCode.OK)]
    public async Task The_card_is_as_old_as_this_process_knows_it(string since, string? tag, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync(time: new FakeTimeProvider(Start));
        foreach (var (path, method) in new[] { ("/.well-known/agent-card.json", HttpMethod.Get), ("/.well-known/agent-card.json", HttpMethod.Head), ("/openapi.json", HttpMethod.Get) })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation("If-Modified-Since", since);
            if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(status, response.StatusCode);
            Assert.Equal("Mon, 04 May 2026 03:02:01 GMT", response.Content.Headers.NonValidated["Last-Modified"].ToString());
        }
    }
}
