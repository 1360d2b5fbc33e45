using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Support;

/// <summary>JSON that nests.</summary>
internal static class Deep
{
    /// <summary>So many objects inside each other, the innermost with a word.</summary>
    public static JsonObject Objects(int levels) => levels == 1 ? new JsonObject { ["end"] = "word" } : new JsonObject { ["a"] = Objects(levels - 1) };

    /// <summary>So many arrays inside each other, the innermost with a word.</summary>
    public static JsonArray Arrays(int levels) => levels == 1 ? new JsonArray("word") : new JsonArray(Arrays(levels - 1));
}
