using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Cli.Cards;

/// <summary>Looks for what a card must have (A2A 1.0, 4.4 and 5.7).</summary>
internal static class RequiredMembers
{
    private static readonly (string List, Type Items)[] Lists = [("supportedInterfaces", typeof(AgentInterface)), ("skills", typeof(AgentSkill)), ("signatures", typeof(AgentCardSignature))];

    /// <summary>The members that are missing or empty.</summary>
    public static IEnumerable<string> Missing(JsonObject card) =>
        Of(card, typeof(AgentCard), "").Concat(
            from list in Lists
            where card[list.List] is JsonArray
            from item in card[list.List]!.AsArray().Select((value, index) => (value, index))
            from name in item.value is JsonObject members ? Of(members, list.Items, $"{list.List}[{item.index}].") : [$"{list.List}[{item.index}]"]
            select name);

    private static IEnumerable<string> Of(JsonObject members, Type type, string path) =>
        A2AJson.RequiredMembers(type).Where(name => IsEmpty(members[name])).Select(name => path + name);

    // What an agent can do may be nothing; that it says so is required.
    private static bool IsEmpty(JsonNode? value) => value switch
    {
        null => true,
        JsonArray items => items.Count == 0,
        JsonValue text => text.TryGetValue<string>(out var characters) && characters.Length == 0,
        _ => false,
    };
}
