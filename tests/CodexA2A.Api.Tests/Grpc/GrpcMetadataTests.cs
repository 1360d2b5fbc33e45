using CodexA2A.Api.Tests.Support;
using Grpc.Core;

namespace CodexA2A.Api.Tests.Grpc;

/// <summary>Service parameters are metadata of the same names.</summary>
public sealed class GrpcMetadataTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("1.0", true)]
    [InlineData(" 1.0 ", true)]
    [InlineData("1.0.0", true)]
    [InlineData("1.0.7", true)]
    [InlineData("1.1", false)]
    [InlineData("2.0", false)]
    [InlineData("0.5", false)]
    [InlineData("v1.0", false)]
    [InlineData("1", false)]
    [InlineData("nonsense", false)]
    public async Task The_package_is_the_version_unless_the_call_says_another(string? version, bool served)
    {
        await using var host = await GrpcHost.StartAsync();
        var answer = await host.Client.GetAsync("nope", version is null ? null : new Metadata { { "a2a-version", version } });
        Assert.Equal(served ? (StatusCode.NotFound, "TASK_NOT_FOUND") : (StatusCode.FailedPrecondition, "VERSION_NOT_SUPPORTED"), (answer.Code, answer.Reason));
    }

    [Fact]
    public async Task The_version_and_the_activated_extensions_are_echoed()
    {
        const string Known = "urn:codex-a2a:extension:stream-hints:v1";
        await using var host = await GrpcHost.StartAsync();
        var answer = await host.Client.SendAsync(GrpcClient.Message("hello"), new Metadata { { "a2a-version", "1.0.3" }, { "a2a-extensions", $"urn:unknown, {Known}" } });
        Assert.Equal(("1.0", Known), (answer.Metadata.GetValue("a2a-version"), answer.Metadata.GetValue("a2a-extensions")));
        Assert.Null((await host.Client.SendAsync(GrpcClient.Message("hello"))).Metadata.Get("a2a-extensions"));
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_attaches_to_the_same_task()
    {
        await using var host = await GrpcHost.StartAsync();
        var request = GrpcClient.Message("hello");
        var first = await host.Client.SendAsync(request, new Metadata { { "idempotency-key", "k1" } });
        var again = await host.Client.SendAsync(request, new Metadata { { "idempotency-key", "k1" } });
        var other = await host.Client.SendAsync(request, new Metadata { { "idempotency-key", "k2" } });
        Assert.Equal(first.Message!.Task.Id, again.Message!.Task.Id);
        Assert.NotEqual(first.Message.Task.Id, other.Message!.Task.Id);
    }

    [Fact]
    public async Task A_cursor_on_a_send_is_refused()
    {
        await using var host = await GrpcHost.StartAsync();
        var answer = await host.Client.SendAsync(GrpcClient.Message("hello"), new Metadata { { "last-event-id", "0-1" } });
        Assert.Equal((StatusCode.InvalidArgument, "Last-Event-ID"), (answer.Code, answer.Field));
    }
}
