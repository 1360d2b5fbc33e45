using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Threads;
using CodexA2A.Api.Extensions.Watches;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>What can be done to a thread.</summary>
internal static class ThreadLifecycleExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:thread-lifecycle:v1",
        Alias = "urn:codex-a2a:codex-thread-lifecycle/v1",
        Description = "Reads, copies, archives, names, cuts, compacts, deletes and watches the caller's threads.",
        OnExtendedCardOnly = true,
        Params = _ => new JsonObject
        {
            ["thread_id"] = "a thread of the caller's, as metadata.shared.session.id of a task says it",
            ["fork"] = "the copy is a context of its own: context_id; an ephemeral one is refused, for nothing would keep it until the next message",
            ["delete"] = "forgets the context of the thread, as codex.sessions.forget does",
            ["grant"] = "gives a principal a thread that this service did not begin, as context_id; for admins",
            ["watch"] = "a task to subscribe to; its artifact named events has one data part an event; it ends by release or cancel, when nobody reads it, and with its runner",
            ["watch_scope"] = "runner: what the runner that has the watch hears of threads of the caller's",
        },
        Methods = [.. ThreadMethods.Names, ThreadGrants.Name, .. WatchMethods.ThreadNames],
        Errors = ["THREAD_NOT_FOUND", "THREAD_GONE", "THREAD_LOCKED", "THREAD_ARCHIVED", "THREAD_OWNED", "CONTEXT_IN_USE", "TASK_BUSY", "EPHEMERAL_FORK", "OUTCOME_UNKNOWN", "NO_RUNNER", "WATCH_LIMIT", "WATCH_NOT_FOUND", "WATCH_LOST"],
    };
}
