using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>Scenarios of lists of tasks, which came with A2A 1.0.</summary>
internal static class Lists
{
    public static IReadOnlyDictionary<string, Func<Stage, Task>> All { get; } = new Dictionary<string, Func<Stage, Task>>
    {
        ["list of a context"] = async stage =>
        {
            await stage.CompletedAsync(stage.ContextId);
            await stage.CompletedAsync(stage.ContextId);
            await stage.SayAsync(List(stage));
            var first = await stage.SayAsync(List(stage, ("pageSize", 1)));
            await stage.SayAsync(List(stage, ("pageSize", 1), ("pageToken", first["nextPageToken"]!.DeepClone())));
            await stage.SayAsync(List(stage, ("status", "TASK_STATE_COMPLETED"), ("includeArtifacts", true), ("historyLength", 0)));
            await stage.SayAsync(List(stage, ("status", "TASK_STATE_WORKING")));
            await stage.SayAsync(List(stage, ("statusTimestampAfter", "2024-01-01T00:00:00Z")));
            await stage.SayAsync(List(stage, ("statusTimestampAfter", "9000-01-01T00:00:00.5Z")));
        },
        ["list of nothing"] = stage => stage.SayAsync(List(stage)),
        ["list by state"] = async stage =>
        {
            await stage.CompletedAsync(stage.ContextId);
            await stage.SubmitAsync(stage.ContextId);
            foreach (var state in new[] { "SUBMITTED", "WORKING", "COMPLETED", "FAILED", "CANCELED", "INPUT_REQUIRED", "REJECTED", "AUTH_REQUIRED" })
            {
                await stage.SayAsync(List(stage, ("status", "TASK_STATE_" + state)));
            }

            await stage.PlayAsync();
        },
        ["list with artifacts and without"] = async stage =>
        {
            await stage.CompletedAsync(stage.ContextId);
            await stage.SayAsync(List(stage, ("includeArtifacts", true)));
            await stage.SayAsync(List(stage, ("includeArtifacts", false)));
        },
        ["list with each length of history"] = async stage =>
        {
            await stage.CompletedAsync(stage.ContextId);
            foreach (var length in new[] { 0, 1, 2, 1000 })
            {
                await stage.SayAsync(List(stage, ("historyLength", length)));
            }
        },
        ["list in pages"] = async stage =>
        {
            for (var i = 0; i < 5; i++)
            {
                await stage.CompletedAsync(stage.ContextId);
            }

            var page = await stage.SayAsync(List(stage, ("pageSize", 2)));
            page = await stage.SayAsync(List(stage, ("pageSize", 2), ("pageToken", page["nextPageToken"]!.DeepClone())));
            await stage.SayAsync(List(stage, ("pageSize", 100), ("pageToken", page["nextPageToken"]!.DeepClone())));
        },
        ["list of what is as deep as can be"] = async stage =>
        {
            await stage.PlayedAsync(Call.Send("hello", contextId: stage.ContextId).With(call => call["message"]!["parts"] = new JsonArray(
                new JsonObject { ["data"] = Deep.Objects(30), ["metadata"] = Deep.Objects(30) }, new JsonObject { ["text"] = "look" })));
            await stage.SayAsync(List(stage));
        },
        ["list of everything"] = async stage =>
        {
            await stage.SubmitAsync(stage.ContextId);
            await Answers.PlayAsync(await stage.ClaimAsync(), Answers.Everything);
            await stage.SayAsync(List(stage, ("includeArtifacts", true)));
        },
    };

    private static Call List(Stage stage, params ReadOnlySpan<(string Name, JsonNode Value)> filters)
    {
        var request = new JsonObject { ["contextId"] = stage.ContextId };
        foreach (var (name, value) in filters)
        {
            request[name] = value;
        }

        return new Call(Methods.ListTasks, request);
    }
}
