using System.Text.Json;

namespace CodexA2A.ScriptedModel.Requests;

/// <summary>Finds the names of the tools a request offers, in both places where Codex writes them.</summary>
internal static class ToolNames
{
    public static IReadOnlySet<string> Read(JsonElement body)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        Add(names, body);
        if (body.TryGetProperty("input", out var input) && input.ValueKind == JsonValueKind.Array)
        {
            // Models in code mode get their tools as an input item.
            foreach (var item in input.EnumerateArray().Where(item => item.GetString("type") == "additional_tools"))
            {
                Add(names, item);
            }
        }

        return names;
    }

    private static void Add(HashSet<string> names, JsonElement owner)
    {
        if (!owner.TryGetProperty("tools", out var tools) || tools.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var tool in tools.EnumerateArray())
        {
            if (tool.GetString("name") is { } name)
            {
                names.Add(name);
            }

            if (tool.ValueKind == JsonValueKind.Object)
            {
                Add(names, tool);
            }
        }
    }
}
