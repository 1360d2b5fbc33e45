using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>A web search as a tool.</summary>
internal static class WebSearchStates
{
    /// <summary>How the search stands; the item has no status of its own.</summary>
    public static ToolState From(WebSearchItem item, bool ended)
    {
        var input = new JsonObject();
        Set(input, "query", item.Query is { Length: > 0 } query ? query : item.Action?.Query);
        Set(input, "action", item.Action?.Type);
        Set(input, "url", item.Action?.Url);
        Set(input, "pattern", item.Action?.Pattern);
        if (item.Action?.Queries is { Count: > 0 } queries)
        {
            input["queries"] = new JsonArray([.. queries.Select(q => (JsonNode?)q)]);
        }

        var results = BoundedJson.From(item.Results);
        return new ToolState("webSearch", "web_search", ToolStatuses.From(null, ended))
        {
            Title = item.Action?.Url ?? item.Query,
            Input = input,
            Output = results is null ? null : new JsonObject { ["results"] = results },
        };
    }

    private static void Set(JsonObject target, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            target[name] = value;
        }
    }
}
