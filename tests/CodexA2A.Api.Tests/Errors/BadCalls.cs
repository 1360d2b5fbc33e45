using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Errors;

/// <summary>How each case of docs/errors.md is brought about that needs no task.</summary>
internal static class BadCalls
{
    private const string TooLong = "metadata.shared.session.id";

    public static IReadOnlyDictionary<string, Func<Call>> All { get; } = new Dictionary<string, Func<Call>>
    {
        ["The body is not JSON"] = () => Call.Send("x") with { Body = "{\"jsonrpc\": "u8.ToArray() },
        ["The body is JSON with a name given twice"] = () => Call.Send("x") with { Body = "{\"message\":{},\"message\":{}}"u8.ToArray() },
        ["The body is not UTF-8"] = () => Call.Send("x") with { Body = [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8] },
        ["The body nests deeper than 64 levels"] = () => Call.Send("x") with { Body = Encoding.UTF8.GetBytes(new string('[', 65) + new string(']', 65)) },
        ["The Content-Type is not JSON"] = () => Call.Send("x") with { ContentType = "text/plain" },
        ["The Content-Type has a charset other than UTF-8"] = () => Call.Send("x") with { ContentType = "application/json; charset=utf-16" },
        ["The body is compressed"] = () => Call.Send("x") with { ContentEncoding = "gzip" },
        ["A web page of an origin that is not allowed"] = () => Call.Send("x").WithHeader("Origin", "https://elsewhere.example"),
        ["A host that the service does not answer to"] = () => Call.Send("x").WithHeader("Host", "elsewhere.example"),
        ["The body is larger than the limit"] = () => Call.Send("x") with { Body = new byte[(4 * 1024 * 1024) + 1] },
        ["No credential, or a wrong one"] = () => Call.Send("x") with { Token = "wrong-token-here" },
        ["A batch"] = () => Call.Send("x") with { Body = "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"GetTask\"}]"u8.ToArray() },
        ["`jsonrpc` is not `\"2.0\"`"] = () => Call.Send("x") with { Body = "{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"GetTask\"}"u8.ToArray() },
        ["No method"] = () => Call.Send("x") with { Body = "{\"jsonrpc\":\"2.0\",\"id\":7,\"params\":{}}"u8.ToArray() },
        ["The id is an object"] = () => Call.Send("x") with { Body = "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"GetTask\"}"u8.ToArray() },
        ["`params` is not an object"] = () => Call.Send("x") with { Body = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"GetTask\",\"params\":[1]}"u8.ToArray() },
        ["A JSON-RPC request on a REST route"] = () => Call.Send("x") with { Body = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"SendMessage\",\"params\":{}}"u8.ToArray() },
        ["Unknown method or route"] = () => new Call("Nope", []),
        ["Unknown method of an extension"] = () => new Call("codex.nope", []),
        ["`codex.sessions.forget` without a context"] = () => new Call("codex.sessions.forget", []),
        ["`codex.sessions.forget` of a context that does not exist"] = () => new Call("codex.sessions.forget", new JsonObject { ["contextId"] = "nowhere" }),
        ["`codex.sessions.messages.list` of a session that does not exist"] = () => new Call("codex.sessions.messages.list", new JsonObject { ["sessionId"] = "nowhere" }),
        ["`codex.sessions.list` with a cursor that is not ours"] = () => new Call("codex.sessions.list", new JsonObject { ["cursor"] = "bm9uc2Vuc2U=" }),
        ["`codex.sessions.list` with a limit of 101"] = () => new Call("codex.sessions.list", new JsonObject { ["limit"] = 101 }),
        ["`codex.threads.*` of a thread that does not exist"] = () => new Call("codex.threads.read", new JsonObject { ["threadId"] = "nowhere" }),
        ["`codex.threads.fork` of an ephemeral copy"] = () =>
            new Call("codex.threads.fork", new JsonObject { ["thread_id"] = "nowhere", ["request"] = new JsonObject { ["ephemeral"] = true } }),
        ["`codex.threads.metadata.update` of nothing"] = () => GitInfo([]),
        ["`codex.threads.metadata.update` with an unknown param"] = () => GitInfo(new JsonObject { ["tag"] = "v1" }),
        ["`codex.discovery.*` with folders that are no list"] = () => new Call("codex.discovery.plugins.list", new JsonObject { ["cwds"] = "src" }),
        ["`codex.discovery.skills.list` with `per_cwd_extra_user_roots`"] = () =>
            new Call("codex.discovery.skills.list", new JsonObject { ["perCwdExtraUserRoots"] = new JsonArray() }),
        ["`metadata.codex.when_busy` is unknown"] = () => Call.Send("x").With(call => call["metadata"] = Codex("when_busy", "wait")),
        ["`codex.threads.watch` of an unknown event"] = () =>
            new Call("codex.threads.watch", new JsonObject { ["request"] = new JsonObject { ["events"] = new JsonArray("thread.started", "turn.started") } }),
        ["`codex.discovery.watch` with an unknown param"] = () =>
            new Call("codex.discovery.watch", new JsonObject { ["request"] = new JsonObject { ["threads"] = new JsonArray("x") } }),
        ["`codex.turns.steer` of a thread that does not exist"] = () => TurnCalls.Steer("no-such-thread"),
        ["`codex.turns.steer` with a part of an unknown type"] = () => TurnCalls.Steer("t").With(call => call["request"]!["parts"]![0]!["type"] = "video"),
        ["`codex.turns.steer` with metadata"] = () => TurnCalls.Steer("t").With(call => call["metadata"] = new JsonObject()),
        ["`codex.sessions.prompt_async` without parts"] = () => new Call("codex.sessions.prompt_async", new JsonObject { ["session_id"] = "t" }),
        ["`codex.sessions.command` of two words"] = () => new Call("codex.sessions.command", new JsonObject { ["session_id"] = "t", ["request"] = new JsonObject { ["command"] = "do it" } }),
        ["`codex.review.start` with an unknown target"] = () => TurnCalls.Review("t", new JsonObject { ["type"] = "everything" }),
        ["`codex.review.start` with a folder"] = () => TurnCalls.Review("t").With(call => call["metadata"] = new JsonObject { ["codex"] = new JsonObject { ["directory"] = "sub" } }),
        ["`codex.review.start` with delivery detached"] = () => TurnCalls.Review("t").With(call => call["delivery"] = "detached"),
        ["A send by a credential that may only read"] = () => Call.Send("x") with { Token = ExecCalls.Eve },
        ["`codex.exec.start` without the capability"] = () => ExecCalls.Start() with { Token = ApiHost.Alice },
        ["`codex.exec.start` without a command"] = () => ExecCalls.Start("mine", ("command", null)),
        ["`codex.exec.start` with a quote that is not closed"] = () => ExecCalls.Start("mine", ("command", "sh -c 'x")),
        ["`codex.exec.start` with a name that is none"] = () => ExecCalls.Start("a name"),
        ["`codex.exec.start` with rows and no cols"] = () => ExecCalls.Start("mine", ("rows", 24)),
        ["`codex.exec.start` with a timeout and none"] = () => ExecCalls.Start("mine", ("timeout_ms", 1), ("disable_timeout", true)),
        ["`codex.exec.start` with an unknown param"] = () => ExecCalls.Start("mine", ("shell", "zsh")),
        ["`codex.exec.write` of nothing"] = () => ExecCalls.Drive("write"),
        ["`codex.exec.write` of what is no Base64"] = () => ExecCalls.Drive("write", "mine", ("delta_base64", "?")),
        ["`codex.exec.*` of a command that does not run"] = () => ExecCalls.Drive("terminate", "nobodys"),
        ["A protocol version that is not served"] = () => Call.Send("x").WithHeader("A2A-Version", "7.3"),
        ["A method of A2A 0.3 when that is turned off"] = () => new Call("message/send", []),
        ["A route of A2A 0.3 when that is turned off"] = () => new Call("message/send", []) with { RestPath = "/v1/message:send" },
        ["A tenant in a send"] = () => Call.Send("x").With(call => call["tenant"] = "acme"),
        ["A tenant in a read"] = () => Call.Get("p00-x").With(call => call["tenant"] = "acme"),
        ["A tenant in a list"] = () => List("tenant", "acme"),
        ["A tenant in a subscription"] = () => Call.Subscribe("p00-x").With(call => call["tenant"] = "acme"),
        ["No message"] = () => new Call(Methods.SendMessage, []),
        ["No messageId"] = () => Message(message => message.Remove("messageId")),
        ["The role is not ROLE_USER"] = () => Message(message => message["role"] = "ROLE_AGENT"),
        ["An unknown role"] = () => Message(message => message["role"] = "ROLE_KING"),
        ["No parts"] = () => Message(message => message.Remove("parts")),
        ["Empty parts"] = () => Message(message => message["parts"] = new JsonArray()),
        ["A part with two contents"] = () => Message(message => message["parts"]![0]!["url"] = "data:,x"),
        ["Only blank text"] = () => Message(message => message["parts"]![0]!["text"] = " \n\t"),
        ["1,048,577 characters of text"] = () => Message(message => message["parts"] = new JsonArray(Text(new string('a', 1_000_000)), Text(new string('b', 48_577)))),
        ["1,048,577 characters of JSON data"] = () => Message(message => message["parts"] = new JsonArray(
            // 16 for what makes it JSON in a text.
            Text(new string('a', 1_000_000)), new JsonObject { ["data"] = new JsonArray(new string('b', 48_577 - 16)) })),
        ["Data that nests 31 levels"] = () => Message(message => message["parts"]!.AsArray().Add((JsonNode)new JsonObject { ["data"] = Deep.Objects(31) })),
        ["Data that nests 50 levels"] = () => Message(message => message["parts"]!.AsArray().Add((JsonNode)new JsonObject { ["data"] = Deep.Objects(50) })),
        ["Metadata of a part that nests 31 levels"] = () => Message(message => message["parts"]![0]!["metadata"] = Deep.Objects(31)),
        ["Metadata of a message that nests 31 levels"] = () => Message(message => message["metadata"] = Deep.Objects(31)),
        ["Metadata of a send that nests 31 levels"] = () => Call.Send("x").With(call => call["metadata"] = Deep.Objects(31)),
        ["Metadata of a cancel that nests 31 levels"] = () => new Call(Methods.CancelTask, new JsonObject { ["id"] = "p00-x", ["metadata"] = Deep.Objects(31) }),
        ["An image by http URL"] = () => Message(message => message["parts"]!.AsArray().Add((JsonNode)new JsonObject { ["url"] = "https://example.org/a.png", ["mediaType"] = "image/png" })),
        ["A file that is larger than `A2A:MaxFileBytes`"] = () => Files(new JsonObject { ["raw"] = Convert.ToBase64String(new byte[100_001]), ["mediaType"] = "text/plain" }),
        ["A file whose media type is none"] = () => Files(new JsonObject { ["raw"] = "AAAA", ["mediaType"] = "text/a b" }),
        ["A file of a type that is not in `A2A:FileTypes`"] = () => Files(new JsonObject { ["raw"] = "AAAA", ["mediaType"] = "audio/mpeg" }),
        ["65 files"] = () => Files([.. Enumerable.Range(0, 65).Select(n => new JsonObject { ["raw"] = "AAAA", ["mediaType"] = "text/plain" })]),
        ["A skill without a name"] = () => Files(new JsonObject { ["data"] = new JsonObject { ["type"] = "skill" } }),
        ["A mention without a path"] = () => Files(new JsonObject { ["data"] = new JsonObject { ["type"] = "mention", ["name"] = "x" } }),
        ["A mention of another scheme"] = () => Files(new JsonObject { ["data"] = new JsonObject { ["type"] = "mention", ["name"] = "x", ["path"] = "file:///etc/passwd" } }),
        ["A mention of a file outside the workspace root"] = () => Files(new JsonObject { ["data"] = new JsonObject { ["type"] = "mention", ["name"] = "x", ["path"] = "../../x" } }),
        ["Raw bytes that are called an image and are none"] = () => Message(message => message["parts"] = new JsonArray(new JsonObject { ["raw"] = "AAAA", ["mediaType"] = "image/png" })),
        ["Raw bytes of another image than they are called"] = () => Message(message => message["parts"] = new JsonArray(new JsonObject { ["raw"] = "iVBORw0KGgo=", ["mediaType"] = "image/jpeg" })),
        ["No raw bytes"] = () => Message(message => message["parts"] = new JsonArray(new JsonObject { ["raw"] = "", ["mediaType"] = "image/png" })),
        ["A `data:` URL that holds no image"] = () => Message(message => message["parts"] = new JsonArray(new JsonObject { ["url"] = "data:text/html;base64,AAAA" })),
        ["A `data:` URL whose bytes are no image"] = () => Message(message => message["parts"] = new JsonArray(new JsonObject { ["url"] = "data:image/png;base64,AAAA" })),
        ["A `data:` URL without base64"] = () => Message(message => message["parts"] = new JsonArray(new JsonObject { ["url"] = "data:image/png,AAAA" })),
        ["A contextId with a space"] = () => Message(message => message["contextId"] = "a b"),
        ["A contextId of 129 characters"] = () => Message(message => message["contextId"] = new string('a', 129)),
        ["A wish for output that the agent does not produce"] = () => Configuration("acceptedOutputModes", new JsonArray("audio/mpeg")),
        ["A negative historyLength of a send"] = () => Configuration("historyLength", -1),
        ["A negative historyLength of GetTask"] = () => Call.Get("p00-x").With(call => call["historyLength"] = -1),
        ["A negative historyLength of ListTasks"] = () => List("historyLength", -1),
        ["A webhook in a send, with `Push:Enabled=false`"] = () => Configuration("taskPushNotificationConfig", new JsonObject { ["url"] = "https://example.org" }),
        ["A webhook, with `Push:Enabled=false`"] = () => new Call(Methods.CreateTaskPushNotificationConfig, new JsonObject { ["taskId"] = "x", ["url"] = "https://example.org" }),
        ["`metadata.codex.directory` outside the workspace root"] = () => Metadata("codex", "directory", "../outside"),
        ["`metadata.codex.directory` names no folder"] = () => Metadata("codex", "directory", "no-such-folder"),
        ["`metadata.codex.directory` with a control character"] = () => Metadata("codex", "directory", "a\n/.."),
        ["`metadata.codex.directory` of 4,097 characters"] = () => Metadata("codex", "directory", ".".PadRight(4097, '/')),
        ["`metadata.codex.directory` is no string"] = () => Metadata("codex", "directory", 5),
        ["`metadata.codex` is no object"] = () => Call.Send("x").With(call => call["metadata"] = new JsonObject { ["codex"] = "src" }),
        ["`metadata.codex.execution` is no object"] = () => Call.Send("x").With(call => call["metadata"] = Codex("execution", "fast")),
        ["`metadata.codex.execution.model` is no string"] = () => Execution("model", 5),
        ["`metadata.codex.execution.effort` is unknown"] = () => Execution("effort", "huge"),
        ["`metadata.codex.execution.summary` of the message is unknown"] = () => Metadata("codex", "execution", new JsonObject { ["summary"] = "long" }),
        ["`metadata.codex.execution.personality` is unknown"] = () => Execution("personality", "rude"),
        ["`metadata.codex.execution.mode` is unknown"] = () => Execution("mode", "auto"),
        ["`metadata.codex.execution.ephemeral` is neither true nor false"] = () => Execution("ephemeral", "yes"),
        ["`metadata.codex.execution.ephemeral` with a session to go on with"] = () => Call.Send("x").With(call => call["metadata"] = new JsonObject
        {
            ["codex"] = new JsonObject { ["execution"] = new JsonObject { ["ephemeral"] = true } },
            ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = "thread" } },
        }),
        ["`metadata.shared.model` is no model"] = () => SharedModel(new JsonObject { ["providerID"] = "p" }),
        ["`metadata.shared.model` and `metadata.codex.execution.model` differ"] = () => SharedModel("a", "b"),
        ["`metadata.codex.output_schema` is no object"] = () => Schema("text"),
        ["`metadata.codex.output_schema` with a keyword that is not checked"] = () => Schema(new JsonObject { ["if"] = true }),
        ["`metadata.codex.output_schema` of more than 64 KiB"] = () => Schema(new JsonObject { ["description"] = new string('x', 65_536) }),
        ["`metadata.codex.output_schema` and `outputSchema` together"] = () => Call.Send("x").With(call => call["metadata"] = new JsonObject
        {
            ["codex"] = new JsonObject { ["output_schema"] = new JsonObject(), ["outputSchema"] = new JsonObject() },
        }),
        ["`metadata.shared.session.id` is malformed"] = () => Call.Send("x").With(call =>
            call["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = TooLong.PadRight(200, 'x') } } }),
        ["`metadata.shared.session.id` names a thread that does not exist"] = () => Call.Send("x").InThread("no-such-thread"),
        ["An Idempotency-Key with a space"] = () => Call.Send("x").WithHeader("Idempotency-Key", "a b"),
        ["A send with Last-Event-ID"] = () => Call.Send("x").WithHeader("Last-Event-ID", "0-1"),
        ["The task is unknown"] = () => Call.Get("p01-0198c9b0-0000-7000-8000-000000000000"),
        ["A message to an unknown task"] = () => Call.Send("x", taskId: "no-such-task"),
        ["Cancel of an unknown task"] = () => new Call(Methods.CancelTask, new JsonObject { ["id"] = "no-such-task" }),
        ["Subscribe to an unknown task"] = () => Call.Subscribe("no-such-task"),
        ["A cursor of an unknown task"] = () => Call.Subscribe("no-such-task", after: "0-1"),
        ["A page size of 0"] = () => List("pageSize", 0),
        ["A page size of 101"] = () => List("pageSize", 101),
        ["A page size that is no number"] = () => List("pageSize", "many"),
        ["A page token that is not ours"] = () => List("pageToken", "bm9uc2Vuc2U"),
        ["An unknown status"] = () => List("status", "TASK_STATE_RUNNING"),
        ["A timestamp that is none"] = () => List("statusTimestampAfter", "yesterday"),
        ["includeArtifacts that is neither true nor false"] = () => List("includeArtifacts", "perhaps"),
        ["`a2a.interrupt.*` for an unknown question"] = () => new Call("a2a.interrupt.question.reject", new JsonObject { ["request_id"] = "nobody-asked" }),
        ["`a2a.interrupt.permission.reply` with an unknown word"] = () =>
            new Call("a2a.interrupt.permission.reply", new JsonObject { ["requestId"] = "nobody-asked", ["reply"] = "perhaps" }),
        ["`a2a.interrupt.*` with an unknown param"] = () =>
            new Call("a2a.interrupt.permission.reply", new JsonObject { ["request_id"] = "nobody-asked", ["reply"] = "once", ["requestID2"] = "x" }),
    };

    private static Call GitInfo(JsonObject info) =>
        new("codex.threads.metadata.update", new JsonObject { ["thread_id"] = "nowhere", ["request"] = new JsonObject { ["gitInfo"] = info } });

    private static JsonObject Text(string text) => new JsonObject { ["text"] = text };

    private static Call Message(Action<JsonObject> change) => Call.Send("x").With(call => change(call["message"]!.AsObject()));

    private static Call Files(params JsonNode[] parts) => Message(message => message["parts"] = new JsonArray(parts));

    private static Call Configuration(string name, JsonNode value) => Call.Send("x").With(call => call["configuration"] = new JsonObject { [name] = value });

    private static Call Metadata(string group, string name, JsonNode value) =>
        Call.Send("x").With(call => call["message"]!["metadata"] = new JsonObject { [group] = new JsonObject { [name] = value } });

    private static Call Schema(JsonNode schema) => Call.Send("x").With(call => call["metadata"] = Codex("output_schema", schema));

    private static Call SharedModel(JsonNode model, string? own = null) => Call.Send("x").With(call => call["metadata"] = new JsonObject
    {
        ["shared"] = new JsonObject { ["model"] = model },
        ["codex"] = new JsonObject { ["execution"] = new JsonObject { ["model"] = own } },
    });

    private static Call Execution(string name, JsonNode value) =>
        Call.Send("x").With(call => call["metadata"] = Codex("execution", new JsonObject { [name] = value }));

    private static JsonObject Codex(string name, JsonNode value) => new() { ["codex"] = new JsonObject { [name] = value } };

    private static Call List(string name, JsonNode value) => new(Methods.ListTasks, new JsonObject { [name] = value });
}
