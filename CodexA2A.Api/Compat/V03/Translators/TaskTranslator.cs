using CodexA2A.Api.Compat.V03.Wire;

namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>Tasks; no client sends one.</summary>
internal static class TaskTranslator
{
    public static RpcTask ToRpc(AgentTask task) => new()
    {
        Kind = "task",
        Id = task.Id,
        ContextId = task.ContextId,
        Status = StatusTranslator.ToRpc(task.Status),
        History = Given.OrNone(task.History, MessageTranslator.ToRpc),
        Artifacts = Given.OrNone(task.Artifacts, ArtifactTranslator.ToRpc),
        Metadata = task.Metadata,
    };

    public static RestTask ToRest(AgentTask task) => new()
    {
        Id = task.Id,
        ContextId = task.ContextId,
        Status = StatusTranslator.ToRest(task.Status),
        Artifacts = Given.OrNone(task.Artifacts, ArtifactTranslator.ToRest),
        History = Given.OrNone(task.History, MessageTranslator.ToRest),
        Metadata = task.Metadata,
    };
}
