using System.Text.Json.Nodes;

namespace CodexA2A.Protocol;

/// <summary>Metadata under way in a <see cref="TaskFold"/>: copied once after it was given out, not at each merge.</summary>
internal sealed class MetadataFold
{
    private JsonObject? value;
    private bool owned;

    internal void Reset(JsonObject? start)
    {
        value = start;
        owned = false;
    }

    internal void Merge(JsonObject? later)
    {
        if (later is null || later.Count == 0)
        {
            value ??= later;
        }
        else if (value is null || value.Count == 0)
        {
            Reset(later);
        }
        else
        {
            if (!owned) value = (JsonObject)value.DeepClone();
            owned = true;
            MetadataMerge.MergeInto(value, later);
        }
    }

    /// <summary>What it is now, for somebody who keeps it.</summary>
    internal JsonObject? Share()
    {
        owned = false;
        return value;
    }
}
