using CodexA2A.Cli.Client;

namespace CodexA2A.Cli.Tests.Client;

public sealed class TurnFollowerTests
{
    private static readonly ClientLimits Quick = new()
    {
        FirstPause = TimeSpan.Zero,
        LongestPause = TimeSpan.Zero,
        Tries = 3,
        Silence = TimeSpan.FromSeconds(20),
    };

    [Fact]
    public async Task A_turn_is_followed_to_its_end()
    {
        await using var agent = await FakeAgent.StartAsync(call => call.StreamAsync(
            ("0-1", Events.Task(TaskState.Submitted)), ("1-2", Events.Text("a", append: false)), ("1-3", Events.Status(TaskState.Completed))));
        Assert.Equal(["task Submitted", "a", "Completed"], await FollowAsync(agent));
        var call = Assert.Single(agent.Calls);
        Assert.Equal("SendStreamingMessage", call.Method);
        Assert.Equal("Bearer secret", call.Authorization);
        Assert.Equal("1.0", call.Version);
    }

    [Fact]
    public async Task A_lost_connection_is_resumed_after_the_last_event()
    {
        var breaks = Enumerable.Range(2, 20).Select(number => (Func<Call, Task>)(call =>
            call.StreamAndBreakAsync(($"1-{number}", Events.Text($"{number} ", append: number > 2)))));
        await using var agent = await FakeAgent.StartAsync(
        [
            call => call.StreamAndBreakAsync(("0-1", Events.Task(TaskState.Submitted))),
            .. breaks,
            call => call.StreamAsync(("1-22", Events.Status(TaskState.Completed))),
        ]);
        var seen = await FollowAsync(agent);
        Assert.Equal(["task Submitted", .. Enumerable.Range(2, 20).Select(number => $"{number} "), "Completed"], seen);
        Assert.Equal(
            [null, "0-1", .. Enumerable.Range(2, 20).Select(number => $"1-{number}")],
            agent.Calls.Select(call => call.LastEventId));
        Assert.All(agent.Calls.Skip(1), call => Assert.Equal(("SubscribeToTask", Events.TaskId), (call.Method, call.Params.GetProperty("id").GetString())));
    }

    [Fact]
    public async Task A_stream_that_ends_too_early_is_resumed_too()
    {
        await using var agent = await FakeAgent.StartAsync(
            call => call.StreamAsync(("0-1", Events.Task(TaskState.Working))),
            call => call.StreamAsync(("1-2", Events.Status(TaskState.Failed))));
        Assert.Equal(["task Working", "Failed"], await FollowAsync(agent));
    }

    [Fact]
    public async Task A_stream_that_a_stop_of_the_agent_cuts_off_is_resumed_and_one_that_failed_is_not()
    {
        await using var agent = await FakeAgent.StartAsync(
            call => call.StreamAndFailAsync((int)A2AErrorCode.Unavailable, "restarting", ("0-1", Events.Task(TaskState.Working))),
            call => call.StreamAndFailAsync((int)A2AErrorCode.InternalError, "broken", ("1-2", Events.Text("a", append: false))));
        var error = await Assert.ThrowsAsync<AgentCallException>(() => FollowAsync(agent));
        Assert.Equal("The agent refused: broken (-32603)", error.Message);
        Assert.Equal([null, "0-1"], agent.Calls.Select(call => call.LastEventId));
    }

    [Fact]
    public async Task A_task_that_ended_meanwhile_is_read()
    {
        await using var agent = await FakeAgent.StartAsync(
            call => call.StreamAndBreakAsync((null, Events.Task(TaskState.Working))),
            call => call.ErrorAsync(-32004, "The task has ended."),
            call => call.ResultAsync("""{"id":"p00-task","contextId":"c1","status":{"state":"TASK_STATE_COMPLETED"}}"""));
        Assert.Equal(["task Working", "task Completed"], await FollowAsync(agent));
        Assert.Equal(["SendStreamingMessage", "SubscribeToTask", "GetTask"], agent.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task The_follower_gives_up_after_as_many_tries_as_allowed()
    {
        await using var agent = await FakeAgent.StartAsync(
            call => call.StreamAndBreakAsync(("0-1", Events.Task(TaskState.Working))),
            Unavailable, Unavailable, Unavailable);
        var error = await Assert.ThrowsAsync<AgentCallException>(() => FollowAsync(agent));
        Assert.StartsWith("The agent stayed away", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, agent.Calls.Count);
    }

    [Fact]
    public async Task A_message_is_never_sent_twice()
    {
        await using var agent = await FakeAgent.StartAsync(call =>
        {
            call.Http.Abort();
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<AgentCallException>(() => FollowAsync(agent));
        Assert.Single(agent.Calls);
    }

    [Fact]
    public async Task A_refusal_is_told_and_not_tried_again()
    {
        await using var agent = await FakeAgent.StartAsync(call => call.ErrorAsync(-32602, "message.parts must not be empty"));
        var error = await Assert.ThrowsAsync<AgentCallException>(() => FollowAsync(agent));
        Assert.Equal("The agent refused: message.parts must not be empty (-32602)", error.Message);
        Assert.Equal(A2AErrorCode.InvalidParams, error.Code);
        Assert.Single(agent.Calls);
    }

    [Fact]
    public async Task Wrong_credentials_are_told()
    {
        await using var agent = await FakeAgent.StartAsync(call =>
        {
            call.Http.Response.StatusCode = 401;
            return Task.CompletedTask;
        });
        var error = await Assert.ThrowsAsync<AgentCallException>(() => FollowAsync(agent));
        Assert.Contains("--token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accepted_message_that_cannot_be_shown_is_told_with_its_task()
    {
        await using var agent = await FakeAgent.StartAsync(call => call.HttpErrorAsync(
            503, (int)A2AErrorCode.Unavailable, "Do not send it again.", """[{"reason":"UNAVAILABLE","metadata":{"taskId":"p00-task"}}]"""));
        var error = await Assert.ThrowsAsync<AgentCallException>(() => FollowAsync(agent));
        Assert.Equal("The agent refused: Do not send it again. (-31503) The task is p00-task.", error.Message);
        Assert.Equal(A2AErrorCode.Unavailable, error.Code);
        Assert.False(error.Transient);
        Assert.Single(agent.Calls);
    }

    [Theory]
    [InlineData(503, -31503, true)]
    [InlineData(413, -31413, false)]
    public async Task The_reason_of_an_HTTP_error_is_told(int status, int code, bool transient)
    {
        await using var agent = await FakeAgent.StartAsync(call => call.HttpErrorAsync(status, code, "Because.", "[]"));
        var error = await Assert.ThrowsAsync<AgentCallException>(() => FollowAsync(agent));
        Assert.Equal($"The agent refused: Because. ({code})", error.Message);
        Assert.Equal(transient, error.Transient);
    }

    [Fact]
    public async Task A_question_ends_the_stream()
    {
        await using var agent = await FakeAgent.StartAsync(call => call.StreamAsync(
            ("0-1", Events.Task(TaskState.Working)), ("1-2", Events.Asks("q1"))));
        Assert.Equal(["task Working", "InputRequired"], await FollowAsync(agent));
    }

    [Fact]
    public async Task A_question_ends_a_resumed_stream_too_which_stays_open_by_itself()
    {
        await using var agent = await FakeAgent.StartAsync(
            call => call.StreamAndBreakAsync(("0-1", Events.Task(TaskState.Working))),
            call => call.StreamAndStayAsync(("1-2", Events.Asks("q1"))));
        Assert.Equal(["task Working", "InputRequired"], await FollowAsync(agent).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.Equal("SubscribeToTask", agent.Calls.Last().Method);
    }

    [Fact]
    public async Task The_question_that_a_message_answers_does_not_end_its_stream()
    {
        await using var agent = await FakeAgent.StartAsync(call => call.StreamAsync(
            ("1-2", Events.Task(TaskState.InputRequired)), ("1-3", Events.Status(TaskState.Working)), ("1-4", Events.Status(TaskState.Completed))));
        Assert.Equal(["task InputRequired", "Working", "Completed"], await FollowAsync(agent, taskId: Events.TaskId));
    }

    [Fact]
    public async Task A_direct_answer_needs_no_task()
    {
        await using var agent = await FakeAgent.StartAsync(call => call.ResultAsync(
            """{"message":{"messageId":"m","role":"ROLE_AGENT","parts":[{"text":"hi"}]}}"""));
        Assert.Equal(["message"], await FollowAsync(agent));
    }

    [Theory]
    [InlineData(1, 200)]
    [InlineData(2, 400)]
    [InlineData(5, 3200)]
    [InlineData(6, 5000)]
    [InlineData(1000, 5000)]
    public void Pauses_grow_up_to_a_limit(int number, int milliseconds) =>
        Assert.Equal(milliseconds, new ClientLimits().Pause(number).TotalMilliseconds);

    private static Task Unavailable(Call call)
    {
        call.Http.Response.StatusCode = 503;
        return Task.CompletedTask;
    }

    private static async Task<List<string>> FollowAsync(FakeAgent fake, string? taskId = null)
    {
        using var agent = await AgentConnection.OpenAsync(fake.Url, "secret", Quick, TestContext.Current.CancellationToken);
        var follower = new TurnFollower(agent, Quick, TimeProvider.System);
        var request = new SendMessageRequest { Message = new Message { MessageId = "m1", TaskId = taskId, Role = Role.User, Parts = [Part.FromText("hi")] } };
        var seen = new List<string>();
        await foreach (var received in follower.FollowAsync(request, TestContext.Current.CancellationToken))
        {
            seen.Add(Events.Key(received.Event));
            fake.Seen.Release();
        }

        return seen;
    }
}
