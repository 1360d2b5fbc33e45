using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Compat;

/// <summary>Errors of 0.3 have no ErrorInfo; what its metadata say that the client does not know is in <c>data</c>.</summary>
public sealed class V03ErrorTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fault_has_its_correlation_id(bool rest)
    {
        var data = await DataAsync(new InvalidOperationException("inner detail"), rest, isSend: false);
        Assert.Equal("INTERNAL_ERROR", (string)data["reason"]!);
        Assert.NotEmpty((string)data["correlationId"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_that_is_gone_has_when_to_try_again(bool rest)
    {
        var data = await DataAsync(new SeamUnavailableException("gone"), rest, isSend: false);
        Assert.Equal("UNAVAILABLE", (string)data["reason"]!);
        Assert.True(int.Parse((string)data["retryAfterSeconds"]!, System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.Null(data["taskId"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_was_accepted_and_cannot_be_shown_has_its_task(bool rest)
    {
        var data = await DataAsync(new SeamUnavailableException("gone"), rest, isSend: true);
        Assert.Equal("UNAVAILABLE", (string)data["reason"]!);
        Assert.True(TaskIds.TryGetPartition((string)data["taskId"]!, out _));
        Assert.Null(data["retryAfterSeconds"]);
    }

    private static async Task<JsonNode> DataAsync(Exception failure, bool rest, bool isSend)
    {
        await using var host = await ApiHost.StartAsync(services: services => services.AddSingleton<ITaskLog>(new FailingLog(failure)));
        using var request = Ways.V03Requests.Of(isSend ? Call.Send("hello") : Call.Get("p00-0198c9b0-0000-7000-8000-000000000000"), rest, "both")!;
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.DoesNotContain("inner detail", json.ToJsonString(), StringComparison.Ordinal);
        return (rest ? json : json["error"]!)["data"]!;
    }
}
