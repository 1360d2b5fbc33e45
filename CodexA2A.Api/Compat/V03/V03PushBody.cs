using CodexA2A.Api.Compat.V03.Translators;
using CodexA2A.Api.Compat.V03.Wire;

namespace CodexA2A.Api.Compat.V03;

/// <summary>What a webhook gets that was registered by a 0.3 client, over whichever binding: the Task alone, as application/json.</summary>
internal static class V03PushBody
{
    /// <summary>UTF-8 JSON.</summary>
    public static byte[] Of(AgentTask task) => V03Json.Serialize(TaskTranslator.ToRpc(task));
}
