using System.Text.Json;

namespace CodexA2A.Tasks;

/// <summary>
/// Reads commands that another release may have written: while a fleet is upgraded, Apis and runners of both work side by side
/// (docs/operations.md, "Upgrade"). Members that this release does not know are passed over; a command that it does not know, or
/// must not run because its schema is later, becomes an <see cref="UnknownCommand"/>.
/// </summary>
internal static class CommandJson
{
    private const int MaxKind = 64;

    /// <summary>Reads a command; never fails, because a command that stopped its session would stop it for ever.</summary>
    /// <param name="utf8">What was stored.</param>
    /// <param name="taskId">The task that it was stored for.</param>
    /// <param name="owner">Whose the session is.</param>
    public static TurnCommand Read(ReadOnlySpan<byte> utf8, string taskId, Owner owner)
    {
        try
        {
            var command = SeamJson.Deserialize<TurnCommand>(utf8);
            return command.Schema <= TurnCommand.CurrentSchema && command.TaskId == taskId ? command : Unknown(utf8, taskId, owner);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            // Of another kind, or of a shape that is not ours.
            return Unknown(utf8, taskId, owner);
        }
    }

    private static UnknownCommand Unknown(ReadOnlySpan<byte> utf8, string taskId, Owner owner)
    {
        var unreadable = new UnknownCommand { TaskId = taskId, Owner = owner, Schema = 0, Kind = "unreadable", IsTurn = false };
        try
        {
            var reader = new Utf8JsonReader(utf8);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            return Text(root, "k") is not { } kind ? unreadable : unreadable with
            {
                Kind = kind.Length <= MaxKind ? kind : kind[..MaxKind],
                Schema = root.TryGetProperty("schema"u8, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var given) ? given : 1,
                IsTurn = kind == "run" || (root.TryGetProperty("turn"u8, out var turn) && turn.ValueKind == JsonValueKind.True),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return unreadable;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
