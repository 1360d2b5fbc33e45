using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>A good call of each of the eleven methods, with what it needs set up anew: no call sees what another one did.</summary>
internal static class MethodCalls
{
    private static readonly string[] OfCard = ["name", "description", "provider", "version", "documentationUrl", "defaultInputModes", "defaultOutputModes", "skills"];

    public static IReadOnlyDictionary<string, Func<ApiHost, Task<Call>>> All { get; } = new Dictionary<string, Func<ApiHost, Task<Call>>>
    {
        [Methods.SendMessage] = _ => Task.FromResult(Call.Send("hello").At(immediately: true)),
        [Methods.SendStreamingMessage] = _ => Task.FromResult(Call.Stream("hello")),
        [Methods.GetTask] = async host => Of(Methods.GetTask, (await host.SubmitAsync()).TaskId),
        [Methods.ListTasks] = async host => new(Methods.ListTasks, new JsonObject { ["contextId"] = (await host.SubmitAsync()).ContextId }),
        [Methods.CancelTask] = async host => Of(Methods.CancelTask, (await host.SubmitAsync()).TaskId),
        [Methods.SubscribeToTask] = async host => Of(Methods.SubscribeToTask, await AtWorkAsync(host)),
        [Methods.CreateTaskPushNotificationConfig] = async host => Hook((await host.SubmitAsync()).TaskId),
        [Methods.GetTaskPushNotificationConfig] = async host => new(Methods.GetTaskPushNotificationConfig, new JsonObject { ["taskId"] = await HookedAsync(host), ["id"] = "hook" }),
        [Methods.ListTaskPushNotificationConfigs] = async host => new(Methods.ListTaskPushNotificationConfigs, new JsonObject { ["taskId"] = await HookedAsync(host) }),
        [Methods.DeleteTaskPushNotificationConfig] = async host => new(Methods.DeleteTaskPushNotificationConfig, new JsonObject { ["taskId"] = await HookedAsync(host), ["id"] = "hook" }),
        [Methods.GetExtendedAgentCard] = _ => Task.FromResult(new Call(Methods.GetExtendedAgentCard, [])),
    };

    /// <summary>What both versions have of a card, under one name; any other result as it is.</summary>
    public static JsonNode? Common(string operation, JsonNode? result)
    {
        if (operation != Methods.GetExtendedAgentCard || result is not JsonObject card) return result;
        var common = new JsonObject(card.Where(member => OfCard.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        foreach (var name in new[] { "streaming", "pushNotifications", "extensions" })
        {
            common[name] = card["capabilities"]![name]?.DeepClone();
        }

        return common;
    }

    private static Call Of(string operation, string id) => new(operation, new JsonObject { ["id"] = id });

    private static Call Hook(string taskId) => new(Methods.CreateTaskPushNotificationConfig, new JsonObject
    {
        ["taskId"] = taskId,
        ["id"] = "hook",
        ["url"] = "https://receiver.example/hook",
        ["token"] = "tok",
        ["authentication"] = new JsonObject { ["scheme"] = "Bearer", ["credentials"] = "sekret" },
    });

    /// <summary>A task with an event that a cursor can be before.</summary>
    private static async Task<string> AtWorkAsync(ApiHost host)
    {
        var id = (await host.SubmitAsync()).TaskId;
        ScriptedTurn turn;
        do
        {
            // Turns of other calls wait here, too, and go on waiting.
            turn = await host.Runner.ClaimAsync();
        }
        while (turn.TaskId != id);
        await turn.WorkingAsync();
        return id;
    }

    private static async Task<string> HookedAsync(ApiHost host)
    {
        var id = (await host.SubmitAsync()).TaskId;
        Assert.Null((await host.CallAsync(Hook(id))).Error);
        return id;
    }
}
