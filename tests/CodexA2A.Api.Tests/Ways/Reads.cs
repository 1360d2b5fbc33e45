using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>Scenarios about tasks that exist, and the card.</summary>
internal static class Reads
{
    /// <summary>Members that the card has in both versions.</summary>
    private static readonly string[] Common = ["name", "description", "provider", "version", "documentationUrl", "defaultInputModes", "defaultOutputModes", "skills"];

    /// <summary>Those that A2A 0.3 has, too.</summary>
    public static IReadOnlyDictionary<string, Func<Stage, Task>> All { get; } = new Dictionary<string, Func<Stage, Task>>
    {
        ["get"] = async stage => await stage.SayAsync(Call.Get(await stage.CompletedAsync())),
        ["get with historyLength 0"] = async stage => await stage.SayAsync(Get(await stage.CompletedAsync(), 0)),
        ["get with historyLength 1"] = async stage => await stage.SayAsync(Get(await stage.CompletedAsync(), 1)),
        ["cancel before the turn, and again"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await stage.SayAsync(Of(Methods.CancelTask, id));
            await stage.SayAsync(Of(Methods.CancelTask, id));
        },
        ["cancel of a turn"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await using var turn = await stage.Runner.ClaimAsync();
            await turn.WorkingAsync();
            var canceling = stage.SayAsync(Of(Methods.CancelTask, id));
            await turn.NextAsync<CancelTurn>();
            await turn.StatusAsync(TaskState.Canceled);
            await canceling;
        },
        ["subscribe"] = async stage =>
        {
            await using var stream = await stage.OpenAsync(Call.Subscribe(await stage.SubmitAsync()));
            await stage.PlayAsync();
            await stream.RestAsync();
        },
        ["subscribe after an event"] = async stage =>
        {
            await using var stream = await stage.OpenAsync(Call.Subscribe(await stage.CompletedAsync(), $"{EventId.First}"));
            await stream.RestAsync();
        },
        ["webhooks of a task"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            var config = new JsonObject
            {
                ["taskId"] = id,
                ["id"] = "hook",
                ["url"] = "https://receiver.example/hook",
                ["token"] = "tok",
                ["authentication"] = new JsonObject { ["scheme"] = "Bearer", ["credentials"] = "sekret" },
            };
            await stage.SayAsync(new Call(Methods.CreateTaskPushNotificationConfig, config));
            await stage.SayAsync(Hook(Methods.GetTaskPushNotificationConfig, id));
            await stage.SayAsync(new Call(Methods.CreateTaskPushNotificationConfig, new JsonObject { ["taskId"] = id, ["url"] = "https://receiver.example/other" }));
            await stage.SayAsync(new Call(Methods.ListTaskPushNotificationConfigs, new JsonObject { ["taskId"] = id }));
            await stage.SayAsync(Hook(Methods.DeleteTaskPushNotificationConfig, id));
            await stage.SayAsync(Hook(Methods.DeleteTaskPushNotificationConfig, id));
            await stage.SayAsync(Hook(Methods.GetTaskPushNotificationConfig, id));
            await stage.PlayAsync();
        },
        ["webhook of a send"] = async stage =>
        {
            var sent = await stage.SayAsync(Call.Send("hello").With(call => call["configuration"] = new JsonObject
            {
                ["returnImmediately"] = true,
                ["taskPushNotificationConfig"] = new JsonObject { ["id"] = "hook", ["url"] = "https://receiver.example/hook" },
            }));
            await stage.SayAsync(Hook(Methods.GetTaskPushNotificationConfig, (string)sent["task"]!["id"]!));
            await stage.PlayAsync();
        },
        ["extended card, as far as both versions have it"] = async stage => await stage.SayAsync(new Call(Methods.GetExtendedAgentCard, []), card => new JsonObject(
            card.AsObject().Where(member => Common.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())))
        {
            ["streaming"] = card["capabilities"]!["streaming"]?.DeepClone(),
            ["push"] = card["capabilities"]!["pushNotifications"]?.DeepClone(),
            ["extensions"] = card["capabilities"]!["extensions"]?.DeepClone(),
        }),
    };

    /// <summary>Those that came with A2A 1.0.</summary>
    public static IReadOnlyDictionary<string, Func<Stage, Task>> New { get; } = new Dictionary<string, Func<Stage, Task>>
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
        ["extended card"] = async stage => await stage.SayAsync(new Call(Methods.GetExtendedAgentCard, [])),
    };

    private static Call Of(string operation, string id) => new(operation, new JsonObject { ["id"] = id });

    private static Call Get(string id, int historyLength) => Call.Get(id).With(call => call["historyLength"] = historyLength);

    private static Call Hook(string operation, string taskId) => new(operation, new JsonObject { ["taskId"] = taskId, ["id"] = "hook" });

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
