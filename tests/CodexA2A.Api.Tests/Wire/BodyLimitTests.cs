using System.Text;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Wire;

public sealed class BodyLimitTests
{
    private const int Limit = 4 * 1024 * 1024;

    [Theory]
    [InlineData(Binding.JsonRpc, false, 0, null)]
    [InlineData(Binding.Rest, false, 0, null)]
    [InlineData(Binding.JsonRpc, true, 0, null)]
    [InlineData(Binding.Rest, true, 0, null)]
    [InlineData(Binding.JsonRpc, false, 1, "PAYLOAD_TOO_LARGE")]
    [InlineData(Binding.Rest, false, 1, "PAYLOAD_TOO_LARGE")]
    [InlineData(Binding.JsonRpc, true, 1, "PAYLOAD_TOO_LARGE")]
    [InlineData(Binding.Rest, true, 1, "PAYLOAD_TOO_LARGE")]
    public async Task A_body_has_at_most_the_limit_whether_its_length_is_told_or_not(Binding binding, bool chunked, int over, string? reason)
    {
        await using var host = await ApiHost.StartAsync();
        var call = Call.Send("x").At(immediately: true);
        using var request = (call with { Body = Padded(binding, call, Limit + over) }).Request(binding);
        request.Headers.TransferEncodingChunked = chunked;
        var answer = await Answer.ReadAsync(await host.Http.SendAsync(request, TestContext.Current.CancellationToken), binding);
        Assert.Equal(reason, answer.Error is null ? null : answer.Reason);
        Assert.Equal(reason is null ? 200 : 413, (int)answer.Status);
    }

    /// <summary>The call with white space behind it, which is JSON all the same.</summary>
    private static byte[] Padded(Binding binding, Call call, int length)
    {
        var json = call.Params.ToJsonString();
        var body = binding == Binding.Rest ? json : $$"""{"jsonrpc":"2.0","id":7,"method":"SendMessage","params":{{json}}}""";
        return Encoding.UTF8.GetBytes(body.PadRight(length));
    }
}
