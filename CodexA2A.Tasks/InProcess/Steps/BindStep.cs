using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>Makes a session that has a thread and nothing else.</summary>
internal static class BindStep
{
    /// <summary>The step; false when the session exists.</summary>
    public static bool Run(SeamBatch batch, Owner owner, string contextId, SessionBinding binding)
    {
        var id = SessionId.Create(owner, contextId);
        if (batch.Session(id) is not null)
        {
            return false;
        }

        batch.Put(new SessionHead(id, owner, contextId) { Binding = binding, UsedAt = batch.Now.ToUnixTimeMilliseconds() });
        return true;
    }
}
