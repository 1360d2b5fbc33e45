using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Handling;

/// <summary>Free JSON of a request nests no deeper than every binding can give it back.</summary>
internal static class NestingGuard
{
    /// <summary>Checks the data and the metadata of a message, and of what it came in.</summary>
    /// <exception cref="A2AException">InvalidParams with the member that nests too deep.</exception>
    public static void Check(SendMessageRequest request)
    {
        Check(request.Metadata, "metadata");
        Check(request.Message.Metadata, "message.metadata");
        for (var i = 0; i < request.Message.Parts.Count; i++)
        {
            var part = request.Message.Parts[i];
            if (part.Data is { } data && !JsonNesting.IsWithin(data)) throw TooDeep($"message.parts[{i}].data");
            Check(part.Metadata, $"message.parts[{i}].metadata");
        }
    }

    /// <summary>Checks metadata.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static void Check(JsonObject? metadata, string field)
    {
        if (!JsonNesting.IsWithin(metadata)) throw TooDeep(field);
    }

    private static A2AException TooDeep(string field) =>
        A2AException.InvalidParams(field, $"must not nest deeper than {JsonNesting.MaxLevels} levels; send what is deeper as text");
}
