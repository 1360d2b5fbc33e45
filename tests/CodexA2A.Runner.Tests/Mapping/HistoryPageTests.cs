using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Control;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class HistoryPageTests
{
    [Theory]
    [InlineData(3, 1_000_000, 3)]
    [InlineData(10, 1_000_000, 5)]
    [InlineData(10, 1, 1)]
    [InlineData(10, 199, 1)]
    [InlineData(10, 400, 2)]
    public void It_takes_the_newest_until_it_is_full_and_gives_them_in_order(int limit, int bytes, int expected)
    {
        var page = new HistoryPage("thread", "context", limit, bytes);

        var taken = page.Take(Said(5, 4)) + page.Take(Said(3, 2, 1));

        Assert.Equal(expected, taken);
        Assert.Equal(
            Enumerable.Range(6 - expected, expected).Select(number => $"m{number}"),
            page.OldestFirst().Select(message => (string)message["messageId"]!));
    }

    [Fact]
    public void A_message_that_would_make_it_too_long_comes_with_the_next_one()
    {
        var page = new HistoryPage("thread", "context", 10, 1_000);
        IReadOnlyList<Message> said = [.. Said(3), new Message { MessageId = "m2", Role = Role.Agent, Parts = [Part.FromText(new string('x', 2_000))] }, .. Said(1)];

        Assert.Equal((1, 0), (page.Take(said), page.Take(said.Skip(1))));

        Assert.Equal(["m3"], page.OldestFirst().Select(message => (string)message["messageId"]!));
        Assert.Equal(1, new HistoryPage("thread", "context", 10, 1_000).Take(said.Skip(1)));
    }

    [Theory]
    [InlineData('x')]
    // Six bytes of JSON for one of UTF-8.
    [InlineData('\u0001')]
    [InlineData('\u20ac')]
    public void A_message_that_no_answer_could_carry_is_cut_in_the_middle(char filling)
    {
        var page = new HistoryPage("thread", "context", 10, 1_000_000);
        var text = $"begin{new string(filling, 3_000_000)}end";
        var turn = new CodexTurn("turn", TurnStatuses.Completed, Items: [new AgentMessageItem(text) { Id = "m1" }]);

        Assert.Null(page.Take(turn, HistoryCursor.Start));

        var message = Assert.Single(page.OldestFirst());
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(message.ToJsonString()), 1, ControlLimits.MaxBytes);
        var part = Assert.Single(message["parts"]!.AsArray())!;
        Assert.StartsWith("begin", (string)part["text"]!, StringComparison.Ordinal);
        Assert.EndsWith("end", (string)part["text"]!, StringComparison.Ordinal);
        Assert.True((long)message["metadata"]!["codex"]!["truncated_bytes"]! > 2_000_000);
        Assert.Equal(("turn", null), ((string)message["metadata"]!["codex"]!["turn_id"]!, message["metadata"]!["codex"]!["raw"]));
    }

    [Fact]
    public void A_message_that_fits_without_its_repetition_is_whole()
    {
        var page = new HistoryPage("thread", "context", 10, 1_000_000);
        var text = new string('x', 1_400_000);

        page.Take(new CodexTurn("turn", TurnStatuses.Completed, Items: [new AgentMessageItem(text) { Id = "m1" }]), HistoryCursor.Start);

        var message = Assert.Single(page.OldestFirst());
        Assert.Equal(text, (string)Assert.Single(message["parts"]!.AsArray())!["text"]!);
        Assert.Null(message["metadata"]!["codex"]!["truncated_bytes"]);
    }

    [Fact]
    public void A_message_of_very_many_parts_fits_too()
    {
        var page = new HistoryPage("thread", "context", 10, 1_000_000);
        var content = Enumerable.Range(0, 60_000).Select(number => (UserInput)new TextInput($"part {number:00000} of many"));

        page.Take(new CodexTurn("turn", TurnStatuses.Completed, Items: [new UserMessageItem(Content: [.. content]) { Id = "m1" }]), HistoryCursor.Start);

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(Assert.Single(page.OldestFirst()).ToJsonString()), 1, ControlLimits.MaxBytes);
    }

    [Fact]
    public void A_turn_that_goes_on_meanwhile_repeats_none_of_its_messages()
    {
        var first = new HistoryPage("thread", "context", 2, 1_000_000);
        var left = first.Take(Turn(3), HistoryCursor.Start);
        Assert.Equal(1, left);
        var cursor = HistoryCursor.Parse(new HistoryCursor(null, "turn", left).ToString());

        var second = new HistoryPage("thread", "context", 2, 1_000_000);
        Assert.Null(second.Take(Turn(6), cursor));

        Assert.Equal(["m1", "m2", "m3"], second.OldestFirst().Concat(first.OldestFirst()).Select(message => (string)message["messageId"]!));
    }

    [Theory]
    [InlineData("[\"p\",\"t\",null,2]", "p", "t", 2, 0)]
    [InlineData("[null,\"t\",null,0]", null, "t", 0, 0)]
    [InlineData("[\"p\",null,null,null]", "p", null, null, 0)]
    // As the release before wrote it.
    [InlineData("[\"p\",\"t\",2]", "p", "t", null, 2)]
    [InlineData("[\"p\",null,0]", "p", null, null, 0)]
    public void A_cursor_is_read(string text, string? page, string? turn, int? left, int given)
    {
        var cursor = HistoryCursor.Parse(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.Equal((page, turn, left, given), (cursor.Page, cursor.Turn, cursor.Left, cursor.Given));
        if (given == 0) Assert.Equal(cursor, HistoryCursor.Parse(cursor.ToString()));
    }

    [Theory]
    [InlineData("[\"p\",\"t\",-1]")]
    [InlineData("[\"p\",\"t\",null]")]
    [InlineData("[\"p\",\"t\",\"2\"]")]
    [InlineData("[\"p\",\"t\",1.5]")]
    [InlineData("[\"p\",\"t\",99999999999]")]
    [InlineData("[\"p\",\"t\",[2]]")]
    [InlineData("[\"p\",\"t\",null,-1]")]
    [InlineData("[\"p\",\"t\",null,\"2\"]")]
    [InlineData("[\"p\",\"t\",null,null]")]
    [InlineData("[\"p\",\"t\",1,2]")]
    [InlineData("[1,\"t\",2]")]
    [InlineData("[[],\"t\",2]")]
    [InlineData("[\"p\",{},null,2]")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[")]
    public void What_is_no_cursor_is_refused(string text) =>
        Assert.Throws<ControlFaultException>(() => HistoryCursor.Parse(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text))));

    private static CodexTurn Turn(int messages) =>
        new("turn", TurnStatuses.InProgress, Items: [.. Enumerable.Range(1, messages).Select(number => new AgentMessageItem($"said {number}") { Id = $"m{number}" })]);

    private static IEnumerable<Message> Said(params int[] numbers) =>
        numbers.Select(number => new Message { MessageId = $"m{number}", Role = Role.Agent, Parts = [Part.FromText(new string('x', 100))] });
}
