namespace CodexA2A.ScriptedModel.Tests.Http;

public sealed class TextTests(ModelFixture model) : IClassFixture<ModelFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_comes_in_the_order_of_the_api()
    {
        var events = await model.Client.AskAsync("#text\nOne two three", Cancel);

        Assert.Equal(
            [
                "response.created", "response.output_item.added", "response.output_text.delta", "response.output_text.delta",
                "response.output_text.delta", "response.output_item.done", "response.completed",
            ],
            events.Types());
        Assert.Equal("One two three", events.Text());
        Assert.Equal("One two three", events.Done()[0]["content"]![0]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Usage_counts_what_was_said()
    {
        var completed = (await model.Client.AskAsync("#text tokens=7", Cancel))[^1];
        var usage = completed["response"]!["usage"]!;

        Assert.Equal(7, usage["output_tokens"]!.GetValue<int>());
        Assert.Equal(usage["total_tokens"]!.GetValue<int>(), usage["input_tokens"]!.GetValue<int>() + 7);
    }

    [Fact]
    public async Task Ids_are_new_each_time()
    {
        var first = await model.Client.AskAsync("#text", Cancel);
        var second = await model.Client.AskAsync("#text", Cancel);

        Assert.NotEqual(first[0]["response"]!["id"]!.GetValue<string>(), second[0]["response"]!["id"]!.GetValue<string>());
        Assert.NotEqual(first.Done()[0]["id"]!.GetValue<string>(), second.Done()[0]["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Reasoning_has_a_summary_in_parts_and_a_raw_text()
    {
        var events = await model.Client.AskAsync("#reasoning parts=3", Cancel);

        Assert.Equal(3, events.Count(item => item.Type() == "response.reasoning_summary_part.added"));
        Assert.Contains("response.reasoning_text.delta", events.Types());
        var reasoning = events.Done()[0];
        Assert.Equal("reasoning", reasoning.Type());
        Assert.Equal(3, reasoning["summary"]!.AsArray().Count);
        Assert.StartsWith("Raw thought", reasoning["content"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Phases_mark_remark_and_answer()
    {
        var done = (await model.Client.AskAsync("#phases", Cancel)).Done();
        Assert.Equal(["commentary", "final_answer"], done.Select(item => item["phase"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_long_stream_loses_nothing()
    {
        var events = await model.Client.AskAsync("#long tokens=5000", Cancel);
        Assert.Equal(5000, events.Count(item => item.Type() == "response.output_text.delta"));
        Assert.EndsWith("juliett5000", events.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_big_delta_is_one_event()
    {
        var events = await model.Client.AskAsync("#big", Cancel);
        Assert.Single(events, item => item.Type() == "response.output_text.delta");
        Assert.Equal(4 * 1024 * 1024, events.Text().Length);
    }

    [Fact]
    public async Task Unicode_survives()
    {
        var text = (await model.Client.AskAsync("#unicode", Cancel)).Text();
        Assert.Contains("\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466", text, StringComparison.Ordinal);
        Assert.Contains("שלום עולם", text, StringComparison.Ordinal);
        Assert.Contains("line1\r\nline2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stamp_tells_when_a_delta_was_sent()
    {
        var before = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var text = (await model.Client.AskAsync("#bench tokens=3 stamp=true", Cancel)).Text();
        var after = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

        var stamps = text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => long.Parse(word[(word.IndexOf('@', StringComparison.Ordinal) + 1)..], null)).ToList();
        Assert.Equal(3, stamps.Count);
        Assert.All(stamps, stamp => Assert.InRange(stamp, before, after));
    }

    [Fact]
    public async Task Without_a_scenario_the_demo_is_played()
    {
        var events = await model.Client.AskAsync("Please look around.", Cancel);
        Assert.Equal(["reasoning", "message", "function_call"], events.Done().Select(Events.Type));
        Assert.Equal("demo", model.Server.Requests[^1].Scenario);
    }
}
