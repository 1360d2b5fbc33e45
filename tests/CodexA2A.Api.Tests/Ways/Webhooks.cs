using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>Scenarios of webhooks that are kept, and never called.</summary>
internal static class Webhooks
{
    public static IReadOnlyDictionary<string, Func<Stage, Task>> All { get; } = new Dictionary<string, Func<Stage, Task>>
    {
        ["webhook, set and read"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await stage.SayAsync(Set(id, config => config["authentication"] = new JsonObject { ["scheme"] = "Bearer", ["credentials"] = "sekret" }));
            await stage.SayAsync(Hook(Methods.GetTaskPushNotificationConfig, id));
        },
        ["webhook with no more than its address"] = async stage => await stage.SayAsync(Set(await stage.SubmitAsync())),
        ["webhook with a token"] = async stage => await stage.SayAsync(Set(await stage.SubmitAsync(), config => config["token"] = "tok")),
        ["webhook with a scheme alone"] = async stage =>
            await stage.SayAsync(Set(await stage.SubmitAsync(), config => config["authentication"] = new JsonObject { ["scheme"] = "Basic" })),
        ["webhook, set again"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await stage.SayAsync(Set(id, config => config["token"] = "tok"));
            await stage.SayAsync(Set(id, config => config["url"] = "https://receiver.example/moved?a=b&c=%20#d"));
            await stage.SayAsync(Of(Methods.ListTaskPushNotificationConfigs, id));
        },
        ["webhooks, several"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            foreach (var name in new[] { "a", "b", "c" })
            {
                await stage.SayAsync(Set(id, config => config["id"] = name));
            }

            await stage.SayAsync(Of(Methods.ListTaskPushNotificationConfigs, id));
        },
        ["webhooks, none"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await stage.SayAsync(Of(Methods.ListTaskPushNotificationConfigs, id));
            await stage.SayAsync(Hook(Methods.GetTaskPushNotificationConfig, id));
            await stage.SayAsync(Hook(Methods.DeleteTaskPushNotificationConfig, id));
        },
        ["webhook, deleted twice"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await stage.SayAsync(Set(id));
            await stage.SayAsync(Hook(Methods.DeleteTaskPushNotificationConfig, id));
            await stage.SayAsync(Hook(Methods.DeleteTaskPushNotificationConfig, id));
            await stage.SayAsync(Hook(Methods.GetTaskPushNotificationConfig, id));
            await stage.SayAsync(Of(Methods.ListTaskPushNotificationConfigs, id));
        },
        ["webhook of an unknown task"] = async stage =>
        {
            await stage.SayAsync(Set("nowhere"));
            await stage.SayAsync(Hook(Methods.GetTaskPushNotificationConfig, "nowhere"));
            await stage.SayAsync(Of(Methods.ListTaskPushNotificationConfigs, "nowhere"));
            await stage.SayAsync(Hook(Methods.DeleteTaskPushNotificationConfig, "nowhere"));
        },
        ["webhook of an ended task"] = async stage => await stage.SayAsync(Set(await stage.CompletedAsync())),
        ["webhook of no address"] = async stage => await stage.SayAsync(Set(await stage.SubmitAsync(), config => config["url"] = "")),
        ["webhook of a bad address"] = async stage => await stage.SayAsync(Set(await stage.SubmitAsync(), config => config["url"] = "ftp://receiver.example/")),
        ["webhook without an id"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await stage.SayAsync(Set(id, config => config.Remove("id")));
            await stage.SayAsync(Of(Methods.ListTaskPushNotificationConfigs, id));
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
    };

    private static Call Set(string taskId, Action<JsonObject>? more = null)
    {
        var config = new JsonObject { ["taskId"] = taskId, ["id"] = "hook", ["url"] = "https://receiver.example/hook" };
        more?.Invoke(config);
        return new Call(Methods.CreateTaskPushNotificationConfig, config);
    }

    private static Call Of(string operation, string taskId) => new(operation, new JsonObject { ["taskId"] = taskId });

    private static Call Hook(string operation, string taskId) => new(operation, new JsonObject { ["taskId"] = taskId, ["id"] = "hook" });
}
