using CodexA2A.Runner.Mapping.Control;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class HistoryPageTests
{
    [Theory]
    [InlineData(3, 1_000_000, 3)]
    [InlineData(10, 1_000_000, 5)]
    [InlineData(10, 1, 1)]
    [InlineData(10, 250, 2)]
    public void It_takes_the_newest_until_it_is_full_and_gives_them_in_order(int limit, int bytes, int expected)
    {
        var page = new HistoryPage("thread", "context", limit, bytes);

        var taken = page.Take(Said(5, 4)) + page.Take(Said(3, 2, 1));

        Assert.Equal(expected, taken);
        Assert.Equal(
            Enumerable.Range(6 - expected, expected).Select(number => $"m{number}"),
            page.OldestFirst().Select(message => (string)message["messageId"]!));
    }

    private static IEnumerable<Message> Said(params int[] numbers) =>
        numbers.Select(number => new Message { MessageId = $"m{number}", Role = Role.Agent, Parts = [Part.FromText(new string('x', 100))] });
}
