using CodexA2A.Api.Tests.Ways;

namespace CodexA2A.Api.Tests.Errors;

/// <summary>The cases of docs/errors.md that a way of calling has no words for, each with the reason. All others are played.</summary>
internal static class Unsayable
{
    private static readonly (string Why, Way[] Ways, string[] Cases)[] Groups =
    [
        ("gRPC sends no JSON", [Way.Grpc],
        [
            "The body is not JSON", "The body is JSON with a name given twice", "The body is not UTF-8", "The body nests deeper than 64 levels",
            "The Content-Type is not JSON", "The Content-Type has a charset other than UTF-8", "The body is compressed",
        ]),
        ("its clients choose the host with the address", [Way.Grpc], ["A host that the service does not answer to"]),
        ("it is about the envelope of JSON-RPC", [Way.Grpc, Way.Rest03],
            ["A batch", "`jsonrpc` is not `\"2.0\"`", "No method", "The id is an object", "`params` is not an object"]),
        ("it is about a route of HTTP+JSON", [Way.Grpc, Way.Rpc03], ["A JSON-RPC request on a REST route"]),
        ("the way is there, so 0.3 is not turned off", [Way.Grpc, Way.Rpc03, Way.Rest03],
            ["A method of A2A 0.3 when that is turned off", "A route of A2A 0.3 when that is turned off"]),
        ("methods of extensions are there over JSON-RPC alone", [Way.Grpc, Way.Rest03],
        [
            "Unknown method of an extension", "`codex.sessions.forget` without a context", "`codex.sessions.forget` of a context that does not exist",
            "`codex.sessions.messages.list` of a session that does not exist", "`codex.sessions.messages.list` of another caller's session",
            "`codex.sessions.list` with a cursor that is not ours", "`codex.sessions.list` with a limit of 101", "`codex.threads.*` of a thread that does not exist",
            "`codex.threads.*` of another caller's thread", "`codex.threads.*` that would break a turn that is not finished", "`codex.threads.fork` of an ephemeral copy",
            "`codex.threads.metadata.update` of nothing", "`codex.threads.metadata.update` with an unknown param", "`codex.discovery.*` with folders that are no list",
            "`codex.discovery.skills.list` with `per_cwd_extra_user_roots`", "A method that no runner takes",
            "`codex.sessions.forget` of another caller's context", "`codex.sessions.forget` while a turn is not finished", "`a2a.interrupt.*` for an unknown question",
            "`a2a.interrupt.*` for another caller's question", "`a2a.interrupt.question.reply` for an approval", "`a2a.interrupt.permission.reply` with an unknown word",
            "`a2a.interrupt.*` with an unknown param", "`a2a.interrupt.permission.reply` with a rule that was not proposed",
            "`a2a.interrupt.permissions.reply` with more than was asked for", "`a2a.interrupt.permissions.reply` with files in two forms that differ",
            "`a2a.interrupt.question.reply` with fewer answers than questions", "`a2a.interrupt.elicitation.reply` with a member that the form has not",
            "`a2a.interrupt.elicitation.reply` with an unknown action", "A method of an extension that was not named, where that is enforced",
        ]),
        ("methods of extensions are there over JSON-RPC alone", [Way.Grpc, Way.Rest03],
        [
            "`codex.turns.steer` of a thread that does not exist", "`codex.turns.steer` of another caller's thread", "`codex.turns.steer` of a thread in which no turn runs",
            "`codex.turns.steer` with a part of an unknown type", "`codex.turns.steer` with metadata", "`codex.sessions.prompt_async` without parts",
            "`codex.sessions.command` of two words", "`codex.review.start` with an unknown target", "`codex.review.start` with delivery detached",
            "`codex.review.start` with a folder", "`codex.sessions.prompt_async` with metadata of another session",
            "`codex.review.watch` of another caller's thread", "`codex.review.watch` of a turn that does not exist",
            "`codex.exec.start` without the capability", "`codex.exec.start` without a command", "`codex.exec.start` with a quote that is not closed",
            "`codex.exec.start` with a name that is none", "`codex.exec.start` with rows and no cols", "`codex.exec.start` with a timeout and none",
            "`codex.exec.start` with an unknown param", "`codex.exec.write` of nothing", "`codex.exec.write` of what is no Base64",
            "`codex.exec.*` of a command that does not run", "`codex.exec.*` of another caller's command", "`codex.exec.start` with the name of a command that runs",
        ]),
        ("methods of extensions are there over JSON-RPC alone", [Way.Grpc, Way.Rest03],
        [
            "`codex.threads.watch` of another caller's thread", "`codex.threads.watch` of an unknown event", "`codex.threads.watch` by a caller that has as many as it may",
            "`codex.threads.watch.release` of a task that is no watch", "`codex.discovery.watch` with an unknown param",
        ]),
        ("a typed field holds no other value", [Way.Grpc],
        [
            "An unknown role", "A part with two contents", "A page size that is no number", "An unknown status", "A timestamp that is none",
            "includeArtifacts that is neither true nor false",
        ]),
        ("0.3 over HTTP+JSON has no metadata of a cancel", [Way.Rest03], ["Metadata of a cancel that nests 31 levels"]),
        ("0.3 has no tenants", [Way.Rpc03, Way.Rest03], ["A tenant in a send", "A tenant in a read", "A tenant in a list", "A tenant in a subscription"]),
        ("0.3 has no list of tasks", [Way.Rpc03, Way.Rest03],
        [
            "A negative historyLength of ListTasks", "A page size of 0", "A page size of 101", "A page size that is no number", "A page token that is not ours",
            "An unknown status", "A timestamp that is none", "includeArtifacts that is neither true nor false",
        ]),
    ];

    /// <summary>Why, by way and case.</summary>
    public static IReadOnlyDictionary<(Way Way, string Case), string> All { get; } =
        Groups.SelectMany(group => group.Ways, (group, way) => (group, way)).SelectMany(pair => pair.group.Cases, (pair, name) => (Key: (pair.way, name), pair.group.Why))
            .ToDictionary(item => item.Key, item => item.Why);
}
