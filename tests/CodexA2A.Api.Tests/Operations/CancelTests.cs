using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Operations;

public sealed class CancelTests
{
    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_task_that_nobody_has_begun_is_canceled_at_once(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await using var stream = await host.OpenAsync(Call.Subscribe(task.TaskId), binding);
        Assert.Equal("TASK_STATE_CANCELED", (await host.CallAsync(Cancel(task.TaskId), binding)).State);
        Assert.Equal("TASK_STATE_CANCELED", (await stream.RestAsync())[^1].State);
        // Again is no error: the first answer may have been lost on its way.
        Assert.Equal("TASK_STATE_CANCELED", (await host.CallAsync(Cancel(task.TaskId), binding)).State);
    }

    [Fact]
    public async Task A_running_task_is_canceled_by_its_owner()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        var canceling = host.CallAsync(Cancel(task.TaskId));
        Assert.Equal(task.TaskId, (await turn.NextAsync<CancelTurn>()).TaskId);
        await turn.StatusAsync(TaskState.Canceled);
        Assert.Equal("TASK_STATE_CANCELED", (await canceling).State);
    }

    [Fact]
    public async Task An_owner_that_takes_long_leaves_the_task_as_it_is()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:CancelWait"] = "00:00:00" });
        var task = await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        Assert.Equal("TASK_STATE_WORKING", (await host.CallAsync(Cancel(task.TaskId))).State);
        await turn.NextAsync<CancelTurn>();
    }

    [Fact]
    public async Task A_cancel_is_sent_with_an_empty_body_and_a_media_type()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        using var request = Cancel(task.TaskId).Request(Binding.Rest);
        request.Content = new ByteArrayContent([]);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        Assert.Equal("TASK_STATE_CANCELED", (await Answer.ReadAsync(await host.Http.SendAsync(request, TestContext.Current.CancellationToken), Binding.Rest)).State);
    }

    [Theory]
    [InlineData("{", "application/json", "PARSE_ERROR")]
    [InlineData("{}", "text/plain", "CONTENT_TYPE_NOT_SUPPORTED")]
    [InlineData("{\"metadata\":5}", "application/json", "INVALID_PARAMS")]
    [InlineData("{\"metadata\":{\"why\":\"enough\"}}", "application/json", null)]
    public async Task A_body_of_a_cancel_is_read_where_there_is_one(string body, string mediaType, string? reason)
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        using var request = Cancel(task.TaskId).Request(Binding.Rest);
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, mediaType);
        var answer = await Answer.ReadAsync(await host.Http.SendAsync(request, TestContext.Current.CancellationToken), Binding.Rest);
        Assert.Equal(reason, answer.Error is null ? null : answer.Reason);
        Assert.Equal(reason is null ? "TASK_STATE_CANCELED" : "TASK_STATE_SUBMITTED", (await host.CallAsync(Call.Get(task.TaskId))).State);
    }

    private static Call Cancel(string id) => new(Methods.CancelTask, new JsonObject { ["id"] = id });
}
