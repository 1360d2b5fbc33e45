using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Coverage;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>The lists of what Codex can say, against its own schema: nothing is forgotten, nothing is made up, and what they say is what is done.</summary>
public sealed class CoverageTests(SchemaFixture schema) : IClassFixture<SchemaFixture>
{
    [Fact]
    public void Every_notification_is_in_the_list() => Assert.Equal(
        schema.Methods("ServerNotification.json").Order(StringComparer.Ordinal), Names(NotificationCoverage.All));

    [Fact]
    public void Every_request_is_in_the_list() => Assert.Equal(
        schema.Methods("ServerRequest.json").Order(StringComparer.Ordinal), Names(RequestCoverage.All));

    [Fact]
    public void Every_type_of_item_is_in_the_list()
    {
        var item = schema.Definition("ServerNotification.json", "ThreadItem");
        var types = item.Node["oneOf"]!.AsArray().Select(variant => SchemaFixture.Properties((variant!, item.Root))["type"].Node["enum"]![0]!.GetValue<string>());

        Assert.Equal(types.Order(StringComparer.Ordinal), Names(ItemCoverage.All));
    }

    [Fact]
    public void What_is_not_ignored_is_read_and_the_rest_is_not_sent()
    {
        Assert.Equal(NotificationDecoder.Methods.Order(StringComparer.Ordinal), Names(NotificationCoverage.All.Where(row => row.Use != CoverageUse.Ignored)));
        Assert.Equal(OptOutNotifications.Methods.Order(StringComparer.Ordinal), Names(NotificationCoverage.All.Where(row => row.Use == CoverageUse.Ignored)));
        Assert.All(RequestCoverage.All.Where(row => row.Use == CoverageUse.Mapped), row => Assert.NotNull(ServerRequestDecoder.TypeInfo(row.Name)));
        Assert.All(ItemCoverage.All, row => Assert.NotNull(ThreadItemConverter.TypeInfo(row.Name)));
    }

    [Fact]
    public void Every_row_says_something() => Assert.All(
        NotificationCoverage.All.Concat(RequestCoverage.All).Concat(ItemCoverage.All), row => Assert.False(string.IsNullOrWhiteSpace(row.Text), row.Name));

    private static IEnumerable<string> Names(IEnumerable<CoverageRow> rows) => rows.Select(row => row.Name).Order(StringComparer.Ordinal);
}
