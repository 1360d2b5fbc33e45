using System.Text;
using System.Text.Json;

namespace CodexA2A.Runner.AppServer.Envelope;

/// <summary>
/// What of Codex's protocol this service relies on, one line a thing: its names, fields and types, without descriptions. Two shapes
/// are equal exactly when nothing that matters has changed.
/// </summary>
internal sealed class SchemaShape
{
    /// <summary>Kind of a line: what Codex asks, with all types in it.</summary>
    public const string Question = "question";

    /// <summary>Kind of a line: how it is answered, with all types in it.</summary>
    public const string Answer = "answer";

    private SchemaShape(SortedDictionary<string, string> lines) => Lines = lines;

    /// <summary>Kind and name (<c>question item/fileChange/requestApproval</c>) to shape.</summary>
    public IReadOnlyDictionary<string, string> Lines { get; }

    /// <summary>Reads what <c>codex app-server generate-json-schema --experimental</c> wrote.</summary>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="JsonException">A file is no schema.</exception>
    public static SchemaShape OfFolder(string folder)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            ReadRequests(folder, lines);
            ReadNotifications(folder, lines);
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException)
        {
            throw new JsonException("The schema of Codex is not built as expected.", error);
        }

        return new SchemaShape(lines);
    }

    /// <summary>Reads what <see cref="ToText"/> wrote; lines that begin with # are left out.</summary>
    public static SchemaShape Parse(string text)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            var at = line.IndexOf(" = ", StringComparison.Ordinal);
            lines[at < 0 ? line : line[..at]] = at < 0 ? "" : line[(at + 3)..];
        }

        return new SchemaShape(lines);
    }

    /// <summary>One line a thing, sorted.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var (name, shape) in Lines)
            text.Append(name).Append(shape.Length == 0 ? "" : " = ").Append(shape).Append('\n');
        return text.ToString();
    }

    private static void ReadRequests(string folder, SortedDictionary<string, string> lines)
    {
        using var document = Load(folder, "ServerRequest.json");
        foreach (var (method, parameters) in Methods(document.RootElement))
        {
            if (SchemaAnswers.FileOf(method) is not { } file)
            {
                lines[$"request {method}"] = "";
                continue;
            }

            lines[$"{Question} {method}"] = new ShapeWriter(document.RootElement).Whole(parameters);
            using var answer = Load(folder, file);
            lines[$"{Answer} {method}"] = new ShapeWriter(answer.RootElement).Whole(answer.RootElement);
        }
    }

    private static void ReadNotifications(string folder, SortedDictionary<string, string> lines)
    {
        using var document = Load(folder, "ServerNotification.json");
        var writer = new ShapeWriter(document.RootElement);
        foreach (var (method, parameters) in Methods(document.RootElement))
            lines[$"notification {method}"] = NotificationDecoder.Methods.Contains(method) ? writer.Shape(parameters) : "";
        foreach (var item in document.RootElement.GetProperty("definitions").GetProperty("ThreadItem").GetProperty("oneOf").EnumerateArray())
            lines[$"item {item.GetProperty("properties").GetProperty("type").GetProperty("enum")[0].GetString()}"] = writer.Shape(item);
        foreach (var (name, shape) in writer.Types("ThreadItem"))
            lines[$"type {name}"] = shape;
    }

    private static IEnumerable<(string Method, JsonElement Parameters)> Methods(JsonElement root)
    {
        foreach (var variant in root.GetProperty("oneOf").EnumerateArray())
        {
            var properties = variant.GetProperty("properties");
            yield return (properties.GetProperty("method").GetProperty("enum")[0].GetString()!, properties.GetProperty("params"));
        }
    }

    private static JsonDocument Load(string folder, string file) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, file)));
}
