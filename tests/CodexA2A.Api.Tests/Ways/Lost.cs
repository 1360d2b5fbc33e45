namespace CodexA2A.Api.Tests.Ways;

/// <summary>The good calls that do not come to the same in every way, each with the reason. All others do.</summary>
internal static class Lost
{
    private static readonly (string Why, Way[] Ways, string[] Scenarios)[] Groups =
    [
        ("0.3 has no list of tasks", [Way.Rpc03, Way.Rest03], [.. Lists.All.Keys]),
        ("the card of 0.3 is another document", [Way.Rpc03, Way.Rest03], ["extended card"]),
        ("0.3 has one webhook without an id for each task, named as the task", [Way.Rpc03, Way.Rest03], ["webhook without an id"]),
        ("0.3 has names and media types of files alone", [Way.Rpc03, Way.Rest03],
            ["send of a named text", "send whose answer has everything", "stream of everything", "get of everything"]),
        ("0.3 over HTTP+JSON has no names of files", [Way.Rest03], ["send of a named file"]),
        ("0.3 over HTTP+JSON has data that are objects alone, and no mark on others", [Way.Rest03], ["send of data that is no object", "send of data that is a word"]),
        ("0.3 over HTTP+JSON has no metadata of parts", [Way.Rest03], ["send of a part with metadata"]),
        ("0.3 over HTTP+JSON has no references", [Way.Rest03], ["send with references"]),
    ];

    /// <summary>Why, by way and scenario.</summary>
    public static IReadOnlyDictionary<(Way Way, string Scenario), string> All { get; } =
        Groups.SelectMany(group => group.Ways, (group, way) => (group, way)).SelectMany(pair => pair.group.Scenarios, (pair, name) => (Key: (pair.way, name), pair.group.Why))
            .ToDictionary(item => item.Key, item => item.Why);
}
