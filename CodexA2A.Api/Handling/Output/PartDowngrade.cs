using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Handling.Output;

/// <summary>
/// What a client gets in place of a part whose media type it does not take: data as compact JSON text; other text as plain text; a file
/// as a line that names it; and where only JSON is taken, text as data. Nothing is left out without a word. Pure, and doing it twice changes nothing.
/// </summary>
internal static class PartDowngrade
{
    private const string Plain = "text/plain";
    private const string Json = "application/json";

    /// <summary>The parts as the client takes them; the list itself where that changes nothing.</summary>
    public static IReadOnlyList<Part> Apply(OutputModes modes, IReadOnlyList<Part> parts)
    {
        Part[]? changed = null;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = Apply(modes, parts[i]);
            if (!ReferenceEquals(part, parts[i]))
            {
                changed ??= [.. parts];
                changed[i] = part;
            }
        }

        return changed ?? parts;
    }

    private static Part Apply(OutputModes modes, Part part)
    {
        // Whoever reads any kind of text reads plain text.
        if (modes.Takes(TypeOf(part)) || (modes.TakesText && TypeOf(part) == Plain)) return part;
        return part.ContentCase switch
        {
            PartContentCase.Text when modes.TakesText => part with { MediaType = Plain },
            PartContentCase.Text => Data(part, new JsonObject { ["text"] = part.Text, ["media_type"] = TypeOf(part) }),
            PartContentCase.Data when modes.TakesText => Text(part, Encoding.UTF8.GetString(A2AJson.Serialize(part.Data!.Value))),
            PartContentCase.Raw or PartContentCase.Url when modes.TakesText => Text(part, Omitted(part)),
            PartContentCase.Raw or PartContentCase.Url => Data(part, new JsonObject { ["omitted"] = Omitted(part) }),
            // Data to somebody who takes neither text nor JSON: a send asks for one of them, so nobody does.
            _ => part,
        };
    }

    private static string TypeOf(Part part) => part.MediaType is { Length: > 0 } said ? said : part.ContentCase switch
    {
        PartContentCase.Text => Plain,
        PartContentCase.Data => Json,
        _ => "application/octet-stream",
    };

    private static Part Text(Part part, string text) => new() { Text = text, MediaType = Plain, Metadata = part.Metadata };

    private static Part Data(Part part, JsonObject data) => new() { Data = A2AJson.ToElement(data), MediaType = Json, Metadata = part.Metadata };

    private static string Omitted(Part part)
    {
        string?[] known = [part.Filename, part.MediaType, part.Url is { } url && !url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? url : null];
        var details = string.Join(" | ", known.Where(detail => !string.IsNullOrEmpty(detail)));
        return details.Length == 0 ? "[file omitted]" : $"[file omitted: {details}]";
    }
}
