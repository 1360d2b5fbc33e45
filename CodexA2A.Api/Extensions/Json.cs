using System.Text.Json.Nodes;

namespace CodexA2A.Api.Extensions;

/// <summary>Builds pieces of JSON.</summary>
internal static class Json
{
    /// <summary>A list of texts.</summary>
    public static JsonArray Strings(params IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
