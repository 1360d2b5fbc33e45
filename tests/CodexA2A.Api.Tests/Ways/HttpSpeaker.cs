using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>A2A 1.0 over HTTP, which is what a <see cref="Call"/> is written in.</summary>
internal sealed class HttpSpeaker(ApiHost host, Binding binding) : Speaker
{
    public override Way Way => binding == Binding.JsonRpc ? Way.JsonRpc : Way.Rest;

    public override async Task<Said?> SayAsync(Call call, string bindings = "both")
    {
        using var request = call.Request(binding);
        var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        if (IsStream(response))
        {
            await using var stream = await SseClient.CreateAsync(response, binding);
            return new Said(false, (int)response.StatusCode, null, null, null, (await stream.NextEventAsync())?.Response);
        }

        var answer = await Answer.ReadAsync(response, binding);
        return new Said(answer.Error is not null, (int)answer.Status, answer.Code, answer.Reason, answer.Field, answer.Result);
    }

    public override async IAsyncEnumerable<JsonObject> ListenAsync(Call call)
    {
        await using var stream = await host.OpenAsync(call, binding);
        while (await stream.NextEventAsync() is { } frame)
        {
            yield return frame.Response;
        }
    }
}
