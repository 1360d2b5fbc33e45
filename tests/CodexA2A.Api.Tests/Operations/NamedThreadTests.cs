using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Operations;

/// <summary>Going on with a conversation by its name, <c>metadata.shared.session.id</c>.</summary>
public sealed class NamedThreadTests
{
    private static readonly SessionBinding Named = new("thread-1", "home-of-tests", Explicit: true);

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_new_context_goes_on_with_a_thread_of_another_context_of_the_caller(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1");

        var answer = await host.CallAsync(Call.Send("more", contextId: "elsewhere").InThread("thread-1").At(immediately: true), binding);

        Assert.Equal("TASK_STATE_SUBMITTED", answer.State);
        await using var turn = await host.Runner.ClaimAsync();
        Assert.Equal(("elsewhere", Named, Named), (turn.ContextId, turn.Binding, turn.Command.Binding));
    }

    [Fact]
    public async Task A_message_that_names_no_context_may_name_a_thread()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.BoundAsync("thread-1");

        var answer = await host.CallAsync(Call.Send("more").InThread("thread-1").At(immediately: true));

        Assert.NotEqual(first.ContextId, answer.ContextId);
        await using var turn = await host.Runner.ClaimAsync();
        Assert.Equal(Named, turn.Binding);
    }

    [Fact]
    public async Task A_context_with_a_thread_of_its_own_gets_the_named_one_with_that_turn()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1");
        await host.BoundAsync("thread-2", "mine");

        await host.CallAsync(Call.Send("more", contextId: "mine").InThread("thread-1").At(immediately: true));

        await using var turn = await host.Runner.ClaimAsync();
        Assert.Equal(("thread-2", Named), (turn.Binding?.ThreadId, turn.Command.Binding));
    }

    [Fact]
    public async Task The_requests_own_metadata_go_first()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1");
        var call = Call.Send("more").InThread("no-such-thread").At(immediately: true).With(json =>
            json["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = "thread-1" } } });

        Assert.Null((await host.CallAsync(call)).Error);
    }

    [Fact]
    public async Task Another_callers_thread_answers_word_for_word_as_one_that_does_not_exist()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1");

        var foreign = await host.CallAsync(Call.Send("x").InThread("thread-1") with { Token = ApiHost.Bob });
        var missing = await host.CallAsync(Call.Send("x").InThread("thread-9") with { Token = ApiHost.Bob });

        Assert.Equal("SESSION_NOT_FOUND", foreign.Reason);
        Assert.Equal(
            missing.Error!.ToJsonString(),
            foreign.Error!.ToJsonString().Replace("thread-1", "thread-9", StringComparison.Ordinal));
        Assert.Equal(0, (int)(await host.CallAsync(new Call(Methods.ListTasks, []) with { Token = ApiHost.Bob })).Result!["totalSize"]!);
    }
}
