using System.Text.Json;

namespace CodexA2A.Tasks;

/// <summary>
/// Reads commands that another release may have written: while a fleet is upgraded, Apis and runners of both work side by side
/// (docs/operations.md, "Upgrade"). Members that this release does not know are passed over; a command that it does not know, or
/// must not run because its schema is later, becomes an <see cref="UnknownCommand"/>.
/// </summary>
internal static class CommandJson
{
    /// <summary>Reads a command.</summary>
    /// <exception cref="JsonException">It is no command of any release.</exception>
    public static TurnCommand Read(ReadOnlySpan<byte> utf8)
    {
        TurnCommand? command = null;
        try
        {
            command = SeamJson.Deserialize<TurnCommand>(utf8);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            // Of another kind, or of a shape that is not ours; below it says what it is.
        }

        return command is not null && command.Schema <= TurnCommand.CurrentSchema ? command : Unknown(utf8);
    }

    private static UnknownCommand Unknown(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || Text(root, "k") is not { } kind || Text(root, "taskId") is not { } task
            || !root.TryGetProperty("owner"u8, out var owner))
        {
            throw new JsonException("A command names its kind, its task and its owner.");
        }

        var schema = root.TryGetProperty("schema"u8, out var number) && number.TryGetInt32(out var given) ? given : 1;
        return new UnknownCommand
        {
            TaskId = task,
            Owner = owner.Deserialize(SeamJson.TypeInfo<Owner>())!,
            Schema = schema,
            Kind = kind,
            IsTurn = kind == "run" || (root.TryGetProperty("turn"u8, out var turn) && turn.ValueKind == JsonValueKind.True),
        };
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
