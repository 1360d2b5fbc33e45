using System.Text.Json.Nodes;

namespace CodexA2A.Protocol;

/// <summary>
/// Merges metadata. The top level holds namespaces (<c>shared</c>, <c>codex</c>, an extension's URI): where both sides have an object,
/// its members are replaced one by one (<c>shared.usage</c> leaves <c>shared.session</c> alone), and each member as a whole,
/// so that no half of an old value survives in a new one.
/// </summary>
internal static class MetadataMerge
{
    /// <summary>The merge of both, as a new object where neither is empty; the inputs stay as they are.</summary>
    internal static JsonObject? Merge(JsonObject? earlier, JsonObject? later)
    {
        if (later is null || later.Count == 0) return earlier ?? later;
        if (earlier is null || earlier.Count == 0) return later;
        var merged = (JsonObject)earlier.DeepClone();
        MergeInto(merged, later);
        return merged;
    }

    /// <summary>The same into an object that nobody else holds.</summary>
    internal static void MergeInto(JsonObject target, JsonObject later)
    {
        foreach (var (name, value) in later)
        {
            if (value is JsonObject members && target[name] is JsonObject existing)
            {
                foreach (var (key, member) in members) existing[key] = member?.DeepClone();
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }
}
