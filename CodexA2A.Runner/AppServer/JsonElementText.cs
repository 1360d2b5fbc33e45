using System.Text.Json;

namespace CodexA2A.Runner.AppServer;

/// <summary>Reading members of JSON that may be anything.</summary>
internal static class JsonElementText
{
    /// <summary>A member that is a string; null when it is missing, something else, or no valid text.</summary>
    public static string? TextOf(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8.
            return null;
        }
    }
}
