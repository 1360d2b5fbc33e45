namespace CodexA2A.Api.Tests.Support;

/// <summary>Sends calls to a host.</summary>
internal static class CallExtensions
{
    public static async Task<Answer> CallAsync(this ApiHost host, Call call, Binding binding = Binding.JsonRpc)
    {
        using var request = call.Request(binding);
        return await Answer.ReadAsync(await host.Http.SendAsync(request, TestContext.Current.CancellationToken), binding);
    }

    /// <summary>Opens a stream; an early failure fails the test.</summary>
    public static async Task<SseClient> OpenAsync(this ApiHost host, Call call, Binding binding = Binding.JsonRpc)
    {
        using var request = call.Request(binding);
        var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).WithLimitAsync("The headers of a stream");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return await SseClient.CreateAsync(response, binding);
    }

    /// <summary>A task that was submitted and that nobody has begun.</summary>
    public static async Task<Answer> SubmitAsync(this ApiHost host, string text = "hello", string? contextId = null, string token = ApiHost.Alice)
    {
        var answer = await host.CallAsync(Call.Send(text, contextId: contextId).At(immediately: true) with { Token = token });
        Assert.Null(answer.Error);
        return answer;
    }

    /// <summary>A context of Alice's whose first turn ran in this thread; the ended task.</summary>
    public static async Task<Answer> BoundAsync(this ApiHost host, string threadId, string? contextId = null)
    {
        var submitted = await host.SubmitAsync(contextId: contextId);
        await using var turn = await host.Runner.ClaimAsync();
        await turn.StatusAsync(TaskState.Completed, step: step => step.Binding = new(threadId, "home-of-tests"));
        return submitted;
    }

    /// <summary>A task in a state that the test needs.</summary>
    public static async Task<string> CompletedAsync(this ApiHost host)
    {
        var submitted = await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await turn.TextAsync("done", append: false, last: true);
        await turn.CompleteAsync();
        return submitted.TaskId;
    }
}
