using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Errors;

/// <summary>How the cases of docs/errors.md are brought about that are of webhooks. Each has a host that takes some.</summary>
internal static class BadWebhookCalls
{
    private const string Url = "https://receiver.example/hook";

    public static IReadOnlyDictionary<string, Func<ApiHost, Task<Call>>> All { get; } = new Dictionary<string, Func<ApiHost, Task<Call>>>
    {
        ["A webhook without a URL"] = host => WithAsync(host, config => config["url"] = ""),
        ["A webhook whose URL is not absolute"] = host => WithAsync(host, config => config["url"] = "/hook"),
        ["A webhook by http"] = host => WithAsync(host, config => config["url"] = "http://receiver.example/hook"),
        ["A webhook whose address is not public"] = host => WithAsync(host, config => config["url"] = "https://10.0.0.1/hook"),
        ["A webhook whose URL holds a password"] = host => WithAsync(host, config => config["url"] = "https://user:password@receiver.example/hook"),
        ["A webhook whose id has a space"] = host => WithAsync(host, config => config["id"] = "a b"),
        ["A webhook whose token has two lines"] = host => WithAsync(host, config => config["token"] = "two\nlines"),
        ["A webhook whose credentials have two lines"] = host => WithAsync(host, config => config["authentication"] = Authentication("Bearer", "two\nlines")),
        ["A webhook whose authentication has no scheme"] = host => WithAsync(host, config => config["authentication"] = Authentication("", "secret")),
        ["A webhook in a send whose address is not public"] = _ => Task.FromResult(
            Call.Send("x").With(call => call["configuration"] = new JsonObject { ["taskPushNotificationConfig"] = new JsonObject { ["url"] = "https://10.0.0.1/hook" } })),
        ["A webhook of an unknown task"] = _ => Task.FromResult(Create("no-such-task")),
        ["A webhook of another caller's task"] = async host => Create((await host.SubmitAsync()).TaskId) with { Token = ApiHost.Bob },
        ["A webhook that is read and not there"] = async host => new Call(
            Methods.GetTaskPushNotificationConfig, new JsonObject { ["taskId"] = (await host.SubmitAsync()).TaskId, ["id"] = "nobody" }),
        ["A 17th webhook of a task"] = async host =>
        {
            var id = (await host.SubmitAsync()).TaskId;
            for (var i = 0; i < 16; i++)
            {
                Assert.Null((await host.CallAsync(Create(id).With(config => config["id"] = $"w{i}"))).Error);
            }

            return Create(id).With(config => config["id"] = "one-more");
        },
        ["A message that brings a 17th webhook"] = async host =>
        {
            var asked = await BadTaskCalls.AskedAsync(host);
            for (var i = 0; i < 16; i++)
            {
                Assert.Null((await host.CallAsync(Create(asked.TaskId).With(config => config["id"] = $"w{i}"))).Error);
            }

            return Call.Send("approve", asked.TaskId).With(call =>
                call["configuration"] = new JsonObject { ["taskPushNotificationConfig"] = new JsonObject { ["url"] = Url + "/another" } });
        },
    };

    private static async Task<Call> WithAsync(ApiHost host, Action<JsonObject> change) => Create((await host.SubmitAsync()).TaskId).With(change);

    private static Call Create(string taskId) => new(Methods.CreateTaskPushNotificationConfig, new JsonObject { ["taskId"] = taskId, ["url"] = Url });

    private static JsonObject Authentication(string scheme, string credentials) => new() { ["scheme"] = scheme, ["credentials"] = credentials };
}
