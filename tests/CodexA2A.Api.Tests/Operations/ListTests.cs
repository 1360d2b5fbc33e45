using System.Globalization;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Operations;

public sealed class ListTests
{
    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Pages_hold_every_task_once_newest_first(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var submitted = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            submitted.Add((await host.SubmitAsync()).TaskId);
        }

        await host.SubmitAsync(token: ApiHost.Bob);
        var listed = new List<string>();
        var token = "";
        do
        {
            var page = (await host.CallAsync(List(("pageSize", 3), ("pageToken", token)), binding)).Result!.AsObject();
            Assert.Equal(["tasks", "nextPageToken", "pageSize", "totalSize"], page.Select(pair => pair.Key));
            Assert.Equal((3, 7), ((int)page["pageSize"]!, (int)page["totalSize"]!));
            listed.AddRange(page["tasks"]!.AsArray().Select(task => (string)task!["id"]!));
            token = (string)page["nextPageToken"]!;
        }
        while (token.Length > 0);
        Assert.Equal(submitted.Order(), listed.Order());
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Filters_and_lengths_apply(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var done = await host.CompletedAsync();
        var waiting = await host.SubmitAsync(contextId: "ctx");

        var completed = await TasksAsync(("status", "TASK_STATE_COMPLETED"));
        Assert.Equal(done, (string)Assert.Single(completed)!["id"]!);
        Assert.Null(completed[0]!["artifacts"]);
        Assert.NotNull(completed[0]!["history"]);

        var full = await TasksAsync(("status", "TASK_STATE_COMPLETED"), ("includeArtifacts", true), ("historyLength", 0));
        Assert.Equal("done", (string)full[0]!["artifacts"]![0]!["parts"]![0]!["text"]!);
        Assert.Null(full[0]!["history"]);

        Assert.Equal(waiting.TaskId, (string)Assert.Single(await TasksAsync(("contextId", "ctx")))!["id"]!);
        Assert.Empty(await TasksAsync(("statusTimestampAfter", DateTimeOffset.UtcNow.AddHours(1).ToString("O", CultureInfo.InvariantCulture))));
        Assert.Equal(2, (await TasksAsync(("statusTimestampAfter", "2020-01-01T00:00:00Z"))).Count);

        async Task<JsonArray> TasksAsync(params (string Name, JsonNode Value)[] filters) =>
            (await host.CallAsync(List(filters), binding)).Result!["tasks"]!.AsArray();
    }

    [Fact]
    public async Task A_page_ends_early_behind_eight_mebibytes_and_the_next_one_goes_on_there()
    {
        await using var host = await ApiHost.StartAsync();
        var text = new string('x', 1_000_000);
        var made = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            made.Add((await host.SubmitAsync()).TaskId);
            await using var turn = await host.Runner.ClaimAsync();
            await turn.TextAsync(text, append: false, last: true);
            await turn.CompleteAsync();
        }

        var first = (await host.CallAsync(List(("includeArtifacts", true)))).Result!;
        var token = (string)first["nextPageToken"]!;
        Assert.Equal((9, 12), (first["tasks"]!.AsArray().Count, (int)first["totalSize"]!));
        var second = (await host.CallAsync(List(("includeArtifacts", true), ("pageToken", token)))).Result!;
        Assert.Equal("", (string)second["nextPageToken"]!);
        var listed = first["tasks"]!.AsArray().Concat(second["tasks"]!.AsArray()).Select(task => (string)task!["id"]!);
        Assert.Equal(made.Order(), listed.Order());
    }

    private static Call List(params (string Name, JsonNode Value)[] filters) =>
        new(Methods.ListTasks, new JsonObject(filters.Select(filter => KeyValuePair.Create(filter.Name, (JsonNode?)filter.Value))));
}
