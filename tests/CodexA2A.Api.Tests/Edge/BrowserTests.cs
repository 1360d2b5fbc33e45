using System.Text;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Edge;

public sealed class BrowserTests(BrowserServices services) : IClassFixture<BrowserServices>
{
    public static TheoryData<int> Rows => [.. Enumerable.Range(0, BrowserCases.All.Count)];

    [Theory, MemberData(nameof(Rows))]
    public async Task A_browser_gets_what_its_page_may_have(int row)
    {
        var of = BrowserCases.All[row];
        using var response = await SendAsync(of);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(of.Status == (int)response.StatusCode, $"{of}: {(int)response.StatusCode} {body}");
        if (of.Reason is not null) Assert.Contains($"\"{of.Reason}\"", body, StringComparison.Ordinal);

        // The page may read the answer only where it was allowed by name, and that is said in every answer that it may read.
        var across = of is { Service: BrowserServices.Allowing, Origin: not null } && of.Status != 403 && of.Origin != "https://codex.example.org";
        Assert.Equal(across ? of.Origin : null, Header(response, "Access-Control-Allow-Origin"));
        Assert.Null(Header(response, "Access-Control-Allow-Credentials"));
        Assert.Equal(of.Service == BrowserServices.Allowing, Header(response, "Vary")?.Contains("Origin", StringComparison.Ordinal) == true);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
    }

    [Fact]
    public void The_list_is_long_enough_and_names_each_once()
    {
        Assert.True(BrowserCases.All.Count >= 31);
        Assert.Equal(BrowserCases.All.Count, BrowserCases.All.Select(of => of.Name + of.Service).Distinct().Count());
    }

    [Fact]
    public async Task A_question_before_is_answered_with_what_clients_need_and_no_more()
    {
        using var response = await SendAsync(BrowserCases.All.First(of => of is { Asks: "POST", Status: 204 }));
        Assert.Equal("GET, POST, DELETE", Header(response, "Access-Control-Allow-Methods"));
        Assert.Equal(
            "Authorization, X-API-Key, Content-Type, A2A-Version, A2A-Extensions, X-A2A-Extensions, Last-Event-ID, Idempotency-Key, If-None-Match, traceparent, tracestate",
            Header(response, "Access-Control-Allow-Headers"));
        Assert.Equal("600", Header(response, "Access-Control-Max-Age"));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_stream_can_be_read_by_an_allowed_page()
    {
        using var request = Call.Stream("x").WithHeader("Origin", "http://localhost:3000").Request(Binding.JsonRpc);
        using var response = await services[BrowserServices.Allowing].Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("http://localhost:3000", Header(response, "Access-Control-Allow-Origin"));
        Assert.Contains("A2A-Version", Header(response, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Equal("no-cache, no-store", Header(response, "Cache-Control"));
    }

    private async Task<HttpResponseMessage> SendAsync(BrowserCase of)
    {
        var host = services[of.Service];
        var port = new Uri(host.BaseUrl).Port;
        // Where every address is bound, this machine's is one of them.
        using var request = new HttpRequestMessage(new HttpMethod(of.Method), $"http://127.0.0.1:{port}{of.Path}");
        Add("Host", of.Host);
        Add("Origin", of.Origin);
        Add("Sec-Fetch-Site", of.Site);
        Add("Access-Control-Request-Method", of.Asks);
        if (of.WithToken) Add("Authorization", $"Bearer {ApiHost.Alice}");
        if (of.Sends is not null)
        {
            var json = Call.Send("x").At(immediately: true).Params.ToJsonString();
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(of.Path == "/" ? $$"""{"jsonrpc":"2.0","id":1,"method":"SendMessage","params":{{json}}}""" : json));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", of.Sends);
        }

        return await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        void Add(string name, string? value)
        {
            if (value is null) return;
            request.Headers.TryAddWithoutValidation(name, value.Replace("PORT", port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
