using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Errors;

/// <summary>How the cases of docs/errors.md are brought about that need a task, or a host of their own.</summary>
internal static class BadTaskCalls
{
    public static IReadOnlyDictionary<string, Func<ApiHost, Task<Call>>> All { get; } = new Dictionary<string, Func<ApiHost, Task<Call>>>
    {
        // Each on a host with the setting (ErrorTableTests).
        ["A send without an extension that is required"] = _ => Task.FromResult(Call.Send("x")),
        ["A method of an extension that was not named, where that is enforced"] = _ => Task.FromResult(new Call("codex.interrupts.list", [])),
        ["The task is another caller's"] = async host => Call.Get((await host.SubmitAsync()).TaskId) with { Token = ApiHost.Bob },
        ["`metadata.shared.session.id` names another caller's thread"] = async host =>
        {
            await host.BoundAsync("thread-1");
            return Call.Send("x").InThread("thread-1") with { Token = ApiHost.Bob };
        },
        ["`codex.sessions.forget` of another caller's context"] = async host =>
        {
            await host.BoundAsync("thread-1", "mine");
            return Forget("mine") with { Token = ApiHost.Bob };
        },
        ["`codex.sessions.forget` while a turn is not finished"] = async host => Forget((await host.SubmitAsync()).ContextId),
        ["`codex.sessions.messages.list` of another caller's session"] = async host =>
        {
            await host.BoundAsync("thread-1");
            return new Call("codex.sessions.messages.list", new JsonObject { ["session_id"] = "thread-1" }) { Token = ApiHost.Bob };
        },
        ["`codex.threads.*` of another caller's thread"] = async host =>
        {
            await host.BoundAsync("thread-1");
            return new Call("codex.threads.archive", new JsonObject { ["thread_id"] = "thread-1" }) { Token = ApiHost.Bob };
        },
        ["`codex.threads.*` that would break a turn that is not finished"] = async host =>
        {
            await host.BoundAsync("thread-1", "mine");
            await host.SubmitAsync(contextId: "mine");
            return new Call("codex.threads.revert", new JsonObject { ["thread_id"] = "thread-1", ["before_turn_id"] = "t" });
        },
        ["A method that no runner takes"] = _ => Task.FromResult(new Call("codex.models.list", [])),
        ["A message to a task that has ended"] = async host => Call.Send("more", await host.CompletedAsync()),
        ["A message to a task at work"] = async host => Call.Send("more", (await host.SubmitAsync()).TaskId),
        ["A message to a task at work, with `when_busy` `reject`"] = async host => TurnCalls.Busy(Call.Send("more", (await host.SubmitAsync()).TaskId), "reject"),
        ["A message to a context at work, with `when_busy` `reject`"] = async host => TurnCalls.Busy(Call.Send("more", contextId: (await host.SubmitAsync()).ContextId), "reject"),
        ["A message that joins a turn and names a folder"] = async host => TurnCalls.Busy(Call.Send("more", (await host.SubmitAsync()).TaskId), "steer", "directory", "."),
        ["A message that joins a turn and names a model"] = async host =>
            TurnCalls.Busy(Call.Send("more", (await host.SubmitAsync()).TaskId), "steer", "execution", new JsonObject { ["model"] = "m" }),
        ["A message that joins a turn for which too many wait already"] = WaitingAsync,
        ["`codex.sessions.prompt_async` with metadata of another session"] = async host =>
        {
            await host.BoundAsync("thread-1");
            return new Call("codex.sessions.prompt_async", new JsonObject
            {
                ["session_id"] = "thread-1",
                ["request"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = "x" }) },
                ["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = "thread-2" } } },
            });
        },
        ["`codex.turns.steer` of another caller's thread"] = async host =>
        {
            await host.BoundAsync("thread-1");
            return TurnCalls.Steer("thread-1") with { Token = ApiHost.Bob };
        },
        ["`codex.turns.steer` of a thread in which no turn runs"] = async host =>
        {
            await host.BoundAsync("thread-1");
            return TurnCalls.Steer("thread-1");
        },
        ["`codex.threads.watch` of another caller's thread"] = async host =>
        {
            await host.BoundAsync("thread-1");
            return new Call("codex.threads.watch", new JsonObject { ["request"] = new JsonObject { ["thread_ids"] = new JsonArray("thread-1") } }) { Token = ApiHost.Bob };
        },
        ["`codex.threads.watch` by a caller that has as many as it may"] = async host =>
        {
            for (var i = 0; i < 8; i++)
            {
                await host.CallAsync(new Call("codex.threads.watch", []));
            }

            return new Call("codex.threads.watch", []);
        },
        ["`codex.threads.watch.release` of a task that is no watch"] = async host =>
            new Call("codex.threads.watch.release", new JsonObject { ["task_id"] = (await host.SubmitAsync()).TaskId }),
        ["`codex.review.watch` of another caller's thread"] = async host =>
        {
            await host.BoundAsync("thread-1");
            return TurnCalls.Watch("thread-1", "t") with { Token = ApiHost.Bob };
        },
        ["`codex.review.watch` of a turn that does not exist"] = async host =>
        {
            await host.BoundAsync("thread-1");
            return TurnCalls.Watch("thread-1", "t");
        },
        ["`codex.exec.*` of another caller's command"] = async host =>
        {
            await host.CallAsync(ExecCalls.Start());
            return ExecCalls.Drive("terminate") with { Token = ExecCalls.Dave };
        },
        ["`codex.exec.start` with the name of a command that runs"] = async host =>
        {
            await host.CallAsync(ExecCalls.Start());
            return ExecCalls.Start();
        },
        ["A message to a task of another context"] = async host => Call.Send("more", (await host.SubmitAsync()).TaskId, "another-context"),
        ["A context that is full"] = FullAsync,
        ["An Idempotency-Key of another context"] = async host =>
        {
            await host.CallAsync(Call.Send("x", contextId: "one").At(immediately: true).WithHeader("Idempotency-Key", "k"));
            return Call.Send("x", contextId: "two").WithHeader("Idempotency-Key", "k");
        },
        ["An Idempotency-Key of another message"] = async host =>
        {
            await host.CallAsync(Call.Send("one").At(immediately: true).WithHeader("Idempotency-Key", "k"));
            return Call.Send("two").WithHeader("Idempotency-Key", "k");
        },
        ["Cancel of a task that has ended"] = async host => new Call(Methods.CancelTask, new JsonObject { ["id"] = await host.CompletedAsync() }),
        ["Subscribe to a task that has ended"] = async host => Call.Subscribe(await host.CompletedAsync()),
        ["A cursor that is no event id"] = async host => Call.Subscribe((await host.SubmitAsync()).TaskId, after: "yesterday"),
        ["A cursor that never existed"] = async host => Call.Subscribe((await host.SubmitAsync()).TaskId, after: "0-99"),
        ["An unclear answer to an approval"] = async host => Call.Send("perhaps", (await AskedAsync(host)).TaskId),
        ["An answer that does not say to which of two questions"] = async host => Call.Send("yes", (await AskedAsync(host, times: 2)).TaskId),
        ["An answer to a question that does not exist"] = async host => Naming(Call.Send("yes", (await AskedAsync(host)).TaskId), "nobody-asked"),
        ["A second, different answer"] = SecondAnswerAsync,
        ["An answer to a question whose time ran out"] = async host =>
        {
            var asked = await AskedAsync(host, open: TimeSpan.FromSeconds(-1));
            return Naming(Call.Send("yes", asked.TaskId), asked.Id);
        },
        ["`a2a.interrupt.*` for another caller's question"] = async host =>
            Reply("permission", await AskedAsync(host), "reply", "once") with { Token = ApiHost.Bob },
        ["`a2a.interrupt.question.reply` for an approval"] = async host =>
            Reply("question", await AskedAsync(host), "answers", new JsonArray(new JsonArray("x"))),
        ["`a2a.interrupt.permission.reply` with a rule that was not proposed"] = async host => Reply("permission", await AskedAsync(host), "reply", "amend"),
        ["`a2a.interrupt.permissions.reply` with more than was asked for"] = async host => Reply(
            "permissions", await AskedAsync(host, type: "permissions", details: new JsonObject { ["permissions"] = new JsonObject() }),
            "permissions", new JsonObject { ["network"] = new JsonObject { ["enabled"] = true } }),
        ["`a2a.interrupt.permissions.reply` with files in two forms that differ"] = async host => Reply(
            "permissions", await AskedAsync(host, type: "permissions", details: new JsonObject { ["permissions"] = Files(["/a"]) }), "permissions", Files([])),
        ["`a2a.interrupt.question.reply` with fewer answers than questions"] = async host => Reply(
            "question", await AskedAsync(host, type: "question", details: new JsonObject { ["questions"] = new JsonArray(new JsonObject(), new JsonObject()) }),
            "answers", new JsonArray(new JsonArray("x"))),
        ["`a2a.interrupt.elicitation.reply` with a member that the form has not"] = async host => Reply(
            "elicitation", await AskedAsync(host, type: "elicitation", details: new JsonObject { ["mode"] = "form", ["requested_schema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject() } }),
            "action", "accept").With(json => json["content"] = new JsonObject { ["wine"] = true }),
        ["`a2a.interrupt.elicitation.reply` with an unknown action"] = async host => Reply("elicitation", await AskedAsync(host, type: "elicitation"), "action", "perhaps"),
    };

    private static Call Forget(string context) => new("codex.sessions.forget", new JsonObject { ["contextId"] = context });

    /// <summary>A task that waits for an approval; the first one when several were asked.</summary>
    internal static async Task<Tasks.Interrupt> AskedAsync(
        ApiHost host, int times = 1, TimeSpan? open = null, string type = "permission", JsonObject? details = null)
    {
        await host.SubmitAsync();
        var turn = await host.Runner.ClaimAsync();
        Tasks.Interrupt? first = null;
        for (var i = 0; i < times; i++)
        {
            var asked = await turn.AskAsync(type, details, open: open);
            first ??= asked;
        }

        return first!;
    }

    private static async Task<Call> FullAsync(ApiHost host)
    {
        for (var i = 0; i < 3; i++)
        {
            await host.SubmitAsync(contextId: "full");
        }

        return Call.Send("one more", contextId: "full");
    }

    private static async Task<Call> WaitingAsync(ApiHost host)
    {
        var task = (await host.SubmitAsync()).TaskId;
        var waiting = new Tasks.SteerTurn { TaskId = task, Owner = new Tasks.Owner("", "alice"), SubmitId = "s", Message = new Message { MessageId = "m", Role = Role.User, Parts = [Part.FromText("more")] } };
        for (var i = 0; i < 32; i++)
        {
            await host.Services.GetRequiredService<Tasks.ITurnQueue>().SendAsync(waiting, TestContext.Current.CancellationToken);
        }

        return TurnCalls.Busy(Call.Send("one more", task), "steer");
    }

    private static async Task<Call> SecondAnswerAsync(ApiHost host)
    {
        var asked = await AskedAsync(host);
        Assert.Null((await host.CallAsync(Reply("permission", asked, "reply", "once"))).Error);
        return Naming(Call.Send("no", asked.TaskId), asked.Id);
    }

    private static Call Naming(Call call, string requestId) => call.With(json =>
        json["message"]!["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["interrupt"] = new JsonObject { ["request_id"] = requestId } } });

    /// <summary>The right to write one file, as entries and, where it is said, as a list too.</summary>
    private static JsonObject Files(string[] listed) => new()
    {
        ["fileSystem"] = new JsonObject
        {
            ["write"] = new JsonArray([.. listed.Select(path => (JsonNode)path)]),
            ["entries"] = new JsonArray(new JsonObject { ["path"] = new JsonObject { ["type"] = "path", ["path"] = "/a" }, ["access"] = "write" }),
        },
    };

    private static Call Reply(string type, Tasks.Interrupt asked, string name, JsonNode value) =>
        new($"a2a.interrupt.{type}.reply", new JsonObject { ["request_id"] = asked.Id, [name] = value });
}
