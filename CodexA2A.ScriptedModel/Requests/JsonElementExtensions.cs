using System.Text.Json;

namespace CodexA2A.ScriptedModel.Requests;

internal static class JsonElementExtensions
{
    /// <summary>The string member of this name, or null if it is missing, no string, or this is no object.</summary>
    public static string? GetString(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
