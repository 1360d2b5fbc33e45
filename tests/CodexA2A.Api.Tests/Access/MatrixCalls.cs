using System.Text.Json.Nodes;
using CodexA2A.Api.Dialects;
using CodexA2A.Api.Tests.Push;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Access;

/// <summary>Calls of every method, each naming something of a principal in each place where it can.</summary>
internal static class MatrixCalls
{
    /// <summary>What waits for a runner, and would make a test wait: who may call it is told from who may not by params that are none.</summary>
    public static IReadOnlySet<string> Waiting { get; } = new HashSet<string>
    {
        "codex.sessions.prompt_async", "codex.sessions.command", "codex.review.start", "codex.turns.steer", "codex.exec.write", "codex.exec.resize", "codex.exec.terminate",
    };

    /// <summary>By method of A2A 1.0 or of an extension.</summary>
    public static IReadOnlyDictionary<string, Func<Things, Call[]>> All { get; } = new Dictionary<string, Func<Things, Call[]>>
    {
        [Methods.SendMessage] = things => [.. Sends(things, Methods.SendMessage)],
        [Methods.SendStreamingMessage] = things => [.. Sends(things, Methods.SendStreamingMessage)],
        [Methods.GetTask] = things => [Of(Methods.GetTask, ("id", things.TaskId))],
        [Methods.ListTasks] = things => [Of(Methods.ListTasks, ("contextId", things.ContextId))],
        [Methods.CancelTask] = things => [Of(Methods.CancelTask, ("id", things.TaskId))],
        [Methods.SubscribeToTask] = things => [Call.Subscribe(things.TaskId), Call.Subscribe(things.TaskId, after: "1-1")],
        [Methods.CreateTaskPushNotificationConfig] = things => [PushConfigTests.Create(things.TaskId, "https://receiver.example/hook", config => config["id"] = things.WebhookId)],
        [Methods.GetTaskPushNotificationConfig] = things => [Hook(Methods.GetTaskPushNotificationConfig, things)],
        [Methods.ListTaskPushNotificationConfigs] = things => [PushConfigTests.List(things.TaskId)],
        [NestedPushConfig.ListAlias] = things => [PushConfigTests.List(things.TaskId) with { Operation = NestedPushConfig.ListAlias }],
        [Methods.DeleteTaskPushNotificationConfig] = things => [Hook(Methods.DeleteTaskPushNotificationConfig, things)],
        [Methods.GetExtendedAgentCard] = _ => [Of(Methods.GetExtendedAgentCard)],
        ["a2a.interrupt.permission.reply"] = things => [Of("a2a.interrupt.permission.reply", ("request_id", things.RequestId), ("reply", "reject"))],
        ["a2a.interrupt.question.reply"] = things => [Of("a2a.interrupt.question.reply", ("request_id", things.RequestId), ("answers", new JsonArray(new JsonArray("x"))))],
        ["a2a.interrupt.question.reject"] = things => [Of("a2a.interrupt.question.reject", ("request_id", things.RequestId))],
        ["a2a.interrupt.permissions.reply"] = things => [Of("a2a.interrupt.permissions.reply", ("request_id", things.RequestId), ("permissions", new JsonObject()))],
        ["a2a.interrupt.elicitation.reply"] = things => [Of("a2a.interrupt.elicitation.reply", ("request_id", things.RequestId), ("action", "decline"))],
        ["codex.interrupts.list"] = _ => [Of("codex.interrupts.list")],
        ["codex.push.failures.list"] = _ => [Of("codex.push.failures.list")],
        ["codex.sessions.list"] = _ => [Of("codex.sessions.list")],
        ["codex.sessions.messages.list"] = things => [Of("codex.sessions.messages.list", ("session_id", things.ThreadId))],
        ["codex.sessions.forget"] = things => [Of("codex.sessions.forget", ("context_id", things.ContextId))],
        ["codex.sessions.prompt_async"] = things => [Of("codex.sessions.prompt_async", ("session_id", things.ThreadId), ("request", Parts()))],
        ["codex.sessions.command"] = things => [Of("codex.sessions.command", ("session_id", things.ThreadId), ("request", new JsonObject { ["command"] = "status" }))],
        ["codex.sessions.shell"] = things => [Of("codex.sessions.shell", ("session_id", things.ThreadId), ("request", new JsonObject { ["command"] = "ls" }))],
        ["codex.turns.steer"] = things => [TurnCalls.Steer(things.ThreadId)],
        ["codex.review.start"] = things => [TurnCalls.Review(things.ThreadId)],
        ["codex.review.watch"] = things => [TurnCalls.Watch(things.ThreadId, "turn-1")],
        ["codex.exec.start"] = _ => [Of("codex.exec.start")],
        ["codex.exec.write"] = things => [ExecCalls.Drive("write", things.ProcessId, ("delta_base64", "aGk="))],
        ["codex.exec.resize"] = things => [ExecCalls.Drive("resize", things.ProcessId, ("rows", 5), ("cols", 6))],
        ["codex.exec.terminate"] = things => [ExecCalls.Drive("terminate", things.ProcessId)],
        ["codex.threads.read"] = things => [Thread("read", things)],
        ["codex.threads.fork"] = things => [Thread("fork", things)],
        ["codex.threads.archive"] = things => [Thread("archive", things)],
        ["codex.threads.unarchive"] = things => [Thread("unarchive", things)],
        ["codex.threads.metadata.update"] = things => [Thread("metadata.update", things, ("request", new JsonObject { ["git_info"] = new JsonObject { ["branch"] = "b" } }))],
        ["codex.threads.name.set"] = things => [Thread("name.set", things, ("name", "n"))],
        ["codex.threads.revert"] = things => [Thread("revert", things, ("before_turn_id", "t"))],
        ["codex.threads.compact"] = things => [Thread("compact", things)],
        ["codex.threads.delete"] = things => [Thread("delete", things)],
        ["codex.threads.grant"] = things => [Of("codex.threads.grant", ("thread_id", things.ThreadId), ("principal", "somebody"))],
        ["codex.threads.watch"] = things => [Of("codex.threads.watch", ("request", new JsonObject { ["thread_ids"] = new JsonArray(things.ThreadId) }))],
        ["codex.threads.watch.release"] = things => [Of("codex.threads.watch.release", ("task_id", things.WatchId))],
        ["codex.discovery.watch"] = _ => [Of("codex.discovery.watch", ("request", new JsonObject { ["events"] = new JsonArray("skills.changed") }))],
        ["codex.discovery.skills.list"] = _ => [Of("codex.discovery.skills.list")],
        ["codex.discovery.apps.list"] = things => [Of("codex.discovery.apps.list", ("thread_id", things.ThreadId))],
        ["codex.discovery.plugins.list"] = _ => [Of("codex.discovery.plugins.list")],
        ["codex.discovery.plugins.read"] = _ => [Of("codex.discovery.plugins.read", ("marketplace_path", "/m"), ("plugin_name", "p"))],
        ["codex.models.list"] = _ => [Of("codex.models.list")],
        ["codex.account.read"] = _ => [Of("codex.account.read")],
        ["codex.limits.read"] = _ => [Of("codex.limits.read")],
    };

    /// <summary>True for what every binding has.</summary>
    public static bool IsOfA2A(string operation) => !operation.Contains('.', StringComparison.Ordinal) && operation != NestedPushConfig.ListAlias;

    /// <summary>The same call with params that are none of its own.</summary>
    public static Call Malformed(Call call) => call with { Params = new JsonObject { ["nothing_like_that"] = true } };

    private static IEnumerable<Call> Sends(Things things, string operation)
    {
        var send = Call.Send("approve", things.TaskId).At(immediately: true) with { Operation = operation };
        yield return send;
        yield return send.With(call => call["message"]!["contextId"] = things.ContextId);
        yield return Call.Send("x").At(immediately: true).InThread(things.ThreadId) with { Operation = operation };
        yield return send.With(call => call["metadata"] = new JsonObject
        {
            ["shared"] = new JsonObject { ["interrupt"] = new JsonObject { ["request_id"] = things.RequestId } },
        });
    }

    private static Call Of(string operation, params (string Name, JsonNode Value)[] members) => new(operation, new JsonObject(members.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Value))));

    private static Call Thread(string name, Things things, params (string Name, JsonNode Value)[] members) => Of("codex.threads." + name, [("thread_id", things.ThreadId), .. members]);

    private static Call Hook(string operation, Things things) => Of(operation, ("taskId", things.TaskId), ("id", things.WebhookId));

    private static JsonObject Parts() => new() { ["parts"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "x" }) };
}
