using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>
/// Something that happened in a turn. Ids come from the model and are unique only if the model's are.
/// A started item may never complete (interrupt, steer, stream retry): its turn's end closes it.
/// </summary>
[JsonConverter(typeof(ThreadItemConverter))]
internal abstract record ThreadItem
{
    /// <summary>Item id.</summary>
    public string Id { get; init; } = "";
}

/// <summary>An item of a kind this version does not know, whole.</summary>
/// <param name="Type">Its <c>type</c>.</param>
/// <param name="Raw">The whole item.</param>
internal sealed record UnknownItem(string Type, JsonElement Raw) : ThreadItem;
