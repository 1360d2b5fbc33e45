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

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Artifacts_come_only_when_they_are_asked_for(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        await host.CompletedAsync();
        foreach (var (filter, shown) in (((string, JsonNode)[], bool)[])[([], false), ([("includeArtifacts", false)], false), ([("includeArtifacts", true)], true)])
        {
            var task = (await host.CallAsync(List(filter), binding)).Result!["tasks"]!.AsArray().Single()!.AsObject();
            Assert.Equal(shown, task.ContainsKey("artifacts"));
        }
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task The_newest_messages_are_shown_as_many_as_were_asked_for(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubmitAsync("first");
        await using var turn = await host.Runner.ClaimAsync();
        var asked = await turn.AskAsync();
        await turn.ResolveAsync(asked);
        foreach (var (length, shown) in ((int?, string[])[])[(null, ["first", "May I?"]), (2, ["first", "May I?"]), (1, ["May I?"]), (0, [])])
        {
            var call = length is { } most ? List(("historyLength", most)) : List();
            var task = (await host.CallAsync(call, binding)).Result!["tasks"]!.AsArray().Single()!;
            Assert.Equal(shown, (task["history"]?.AsArray() ?? []).Select(message => (string)message!["parts"]![0]!["text"]!));
        }

        Assert.Equal("historyLength", (await host.CallAsync(List(("historyLength", -1)), binding)).Field);
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Filters_hold_together_and_the_total_counts_all_pages(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await host.SubmitAsync(contextId: "ctx");
            await host.SubmitAsync(contextId: "other");
        }

        await using (var turn = await host.Runner.ClaimAsync())
        {
            await turn.CompleteAsync();
        }

        var context = (string)(await PageAsync(("status", "TASK_STATE_COMPLETED")))["tasks"]![0]!["contextId"]!;
        var page = await PageAsync(("contextId", context), ("status", "TASK_STATE_SUBMITTED"), ("pageSize", 1));
        Assert.Equal((1, 2), (page["tasks"]!.AsArray().Count, (int)page["totalSize"]!));
        var last = await PageAsync(("contextId", context), ("status", "TASK_STATE_SUBMITTED"), ("pageSize", 1), ("pageToken", (string)page["nextPageToken"]!));
        Assert.Equal((1, 2, ""), (last["tasks"]!.AsArray().Count, (int)last["totalSize"]!, (string)last["nextPageToken"]!));
        Assert.NotEqual((string)page["tasks"]![0]!["id"]!, (string)last["tasks"]![0]!["id"]!);

        // At this very time or later.
        var at = (string)page["tasks"]![0]!["status"]!["timestamp"]!;
        var since = await PageAsync(("contextId", context), ("status", "TASK_STATE_SUBMITTED"), ("statusTimestampAfter", at));
        Assert.Contains((string)page["tasks"]![0]!["id"]!, since["tasks"]!.AsArray().Select(task => (string)task!["id"]!));
        var times = (await PageAsync())["tasks"]!.AsArray().Select(task => (string)task!["status"]!["timestamp"]!).ToList();
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);

        async Task<JsonNode> PageAsync(params (string Name, JsonNode Value)[] filters) => (await host.CallAsync(List(filters), binding)).Result!;
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_token_is_a_place_and_shows_nobody_elses_tasks(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await host.SubmitAsync();
            await host.SubmitAsync(token: ApiHost.Bob);
        }

        var token = (string)(await host.CallAsync(List(("pageSize", 1)), binding)).Result!["nextPageToken"]!;
        var bobs = (await host.CallAsync(List() with { Token = ApiHost.Bob }, binding)).Result!["tasks"]!.AsArray().Select(task => (string)task!["id"]!);
        var page = (await host.CallAsync(List(("pageToken", token)) with { Token = ApiHost.Bob }, binding)).Result!;
        Assert.Equal(3, (int)page["totalSize"]!);
        Assert.Subset(bobs.ToHashSet(), page["tasks"]!.AsArray().Select(task => (string)task!["id"]!).ToHashSet());
        foreach (var garbage in (string[])["x", "!!", token[1..], token + token, "MTIzfHAwMS0", "LTF8cDAxLTAxOTNhYjAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMA", new string('a', 300)])
        {
            Assert.Equal("pageToken", (await host.CallAsync(List(("pageToken", garbage)), binding)).Field);
        }
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
