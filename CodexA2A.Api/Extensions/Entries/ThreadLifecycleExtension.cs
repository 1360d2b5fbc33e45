using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Threads;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>What can be done to a thread.</summary>
internal static class ThreadLifecycleExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:thread-lifecycle:v1",
        Description = "Reads, copies, archives, names, cuts, compacts and deletes the caller's threads.",
        OnExtendedCardOnly = true,
        Params = _ => new JsonObject
        {
            ["thread_id"] = "a thread of the caller's, as metadata.shared.session.id of a task says it",
            ["fork"] = "the copy is a context of its own: context_id",
            ["delete"] = "forgets the context of the thread, as codex.sessions.forget does",
        },
        Methods = ThreadMethods.Names,
        Errors = ["THREAD_NOT_FOUND", "THREAD_GONE", "THREAD_LOCKED", "THREAD_ARCHIVED", "TASK_BUSY", "EPHEMERAL_FORK", "OUTCOME_UNKNOWN", "NO_RUNNER"],
    };
}
