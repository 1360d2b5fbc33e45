using System.Text.Json.Nodes;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Errors;

public sealed class LastResortTests
{
    public static TheoryData<string, int, string> Failures() => new()
    {
        { "unexpected", 500, "INTERNAL_ERROR" },
        { "too large", 413, "PAYLOAD_TOO_LARGE" },
        { "malformed", 400, "INVALID_REQUEST" },
    };

    [Theory, MemberData(nameof(Failures))]
    public async Task A_failure_that_no_binding_caught_is_answered_and_tells_nothing_of_its_inside(string kind, int status, string reason)
    {
        await using var host = await ApiHost.StartAsync();
        Exception failure = kind switch
        {
            "unexpected" => new InvalidOperationException("inner detail"),
            "too large" => new BadHttpRequestException("inner detail", StatusCodes.Status413PayloadTooLarge),
            _ => new BadHttpRequestException("inner detail"),
        };
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = host.Services, Request = { Method = "GET", Path = "/tasks" }, Response = { Body = body } };
        await new LastResort(_ => throw failure, host.Services.GetRequiredService<ErrorTranslator>()).InvokeAsync(http);
        var text = System.Text.Encoding.UTF8.GetString(body.ToArray());
        Assert.Equal((status, reason), (http.Response.StatusCode, (string)JsonNode.Parse(text)!["error"]!["details"]![0]!["reason"]!));
        Assert.DoesNotContain("inner detail", text, StringComparison.Ordinal);
    }
}
