using System.Text.Json.Nodes;

namespace CodexA2A.Api.Handling;

/// <summary>Details of a question that were too large are cut, and marked; nothing is judged by such.</summary>
internal static class CutJson
{
    private const int MostSaid = 16;

    /// <summary>True when something in it was cut.</summary>
    public static bool IsIn(JsonNode? node) => node switch
    {
        JsonObject holder => holder.Any(member => member.Key is "truncated_bytes" or "truncated_count" || IsIn(member.Value)),
        JsonArray list => list.Any(IsIn),
        _ => false,
    };

    /// <summary>Refuses an answer, naming each member that is wrong.</summary>
    public static void ThrowIfAny(string path, IReadOnlyList<FieldViolation> wrong)
    {
        if (wrong.Count == 0) return;
        FieldViolation[] said = [.. wrong.Take(MostSaid).Select(one => new FieldViolation($"{path}.{one.Field}", one.Description))];
        throw new A2AException(A2AErrorCode.InvalidParams, string.Join("; ", said.Select(one => $"{one.Field} {one.Description}")) + ".") { FieldViolations = said };
    }
}
