using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class RolloutCallsTests
{
    private const string Started = """{"timestamp":"t","type":"event_msg","payload":{"type":"task_started","turn_id":"turn-1"}}""";
    private const string Usage = """{"timestamp":"t","type":"token_usage_record","payload":{"turn_id":"turn-1"}}""";
    private const string Call = """{"timestamp":"t","type":"response_item","payload":{"type":"function_call","name":"exec_command","arguments":"{}","call_id":"call-1"}}""";
    private const string Cell = """{"timestamp":"t","type":"response_item","payload":{"type":"custom_tool_call","name":"exec","input":"","call_id":"call-2"}}""";
    private const string Output = """{"timestamp":"t","type":"response_item","payload":{"type":"function_call_output","call_id":"call-1","output":"done"}}""";
    private const string Aborted = """{"timestamp":"t","type":"response_item","payload":{"type":"function_call_output","call_id":"call-1","output":"Wall time: 0.1 seconds\naborted by user"}}""";
    private const string Notice = """{"timestamp":"t","type":"response_item","payload":{"type":"message","role":"user","content":[]}}""";
    private const string Answer = """{"timestamp":"t","type":"response_item","payload":{"type":"message","role":"assistant","content":[]}}""";

    [Fact]
    public void A_call_without_an_output_may_have_begun() => Assert.Equal([new RolloutCall("call-1", "exec_command")], Unsettled(Started, Call));

    [Fact]
    public void An_aborted_call_may_have_done_something() => Assert.Equal(["call-1"], Unsettled(Started, Call, Usage, Aborted, Notice).Select(call => call.CallId));

    [Fact]
    public void A_call_with_an_output_has_ended() => Assert.Empty(Unsettled(Started, Call, Usage, Output));

    [Fact]
    public void A_call_has_ended_when_the_model_spoke_again() => Assert.Equal(["call-2"], Unsettled(Started, Call, Usage, Answer, Cell).Select(call => call.CallId));

    [Fact]
    public void Words_of_the_same_response_end_nothing() => Assert.Single(Unsettled(Started, Answer, Call, Answer, Usage));

    [Theory]
    [InlineData("update_plan")]
    [InlineData("request_user_input")]
    public void What_changes_nothing_does_not_count(string name) => Assert.Empty(Unsettled(Started, Call.Replace("exec_command", name, StringComparison.Ordinal)));

    [Fact]
    public void Calls_of_other_turns_do_not_count()
    {
        Assert.Empty(Unsettled(Started.Replace("turn-1", "turn-0", StringComparison.Ordinal), Call));
        Assert.Equal(["call-1"], Unsettled(Started, Call, Started.Replace("turn-1", "turn-2", StringComparison.Ordinal), Cell).Select(call => call.CallId));
    }

    [Fact]
    public void A_half_line_and_what_is_no_record_are_passed_over() => Assert.Single(Unsettled("", "[]", "{\"type\":5}", Started, Call, Call[..40]));

    [Fact]
    public async Task A_file_that_is_not_there_knows_nothing()
    {
        Assert.Empty(await RolloutCalls.ReadAsync(null, "turn-1", TestContext.Current.CancellationToken));
        Assert.Empty(await RolloutCalls.ReadAsync("/nowhere/at/all.jsonl", "turn-1", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_a_large_file_the_end_is_read()
    {
        var path = Path.GetTempFileName();
        try
        {
            var filler = $$$"""{"type":"event_msg","payload":{"type":"agent_message","text":"{{{new string('x', 1024 * 1024)}}}"}}""";
            await File.WriteAllLinesAsync(path, [Started, .. Enumerable.Repeat(filler, 10), Call], TestContext.Current.CancellationToken);
            Assert.Single(await RolloutCalls.ReadAsync(path, "turn-1", TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IReadOnlyList<RolloutCall> Unsettled(params string[] lines) => RolloutCalls.Unsettled(lines, "turn-1");
}
