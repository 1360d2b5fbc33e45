using System.Text.Json;

namespace CodexA2A.Tasks;

/// <summary>What a rich part names.</summary>
public enum RichKind
{
    /// <summary>A skill of the agent.</summary>
    Skill,

    /// <summary>An app, by <c>app://ID</c>.</summary>
    App,

    /// <summary>A plugin, by <c>plugin://NAME@MARKETPLACE</c>.</summary>
    Plugin,

    /// <summary>A file or folder of the workspace.</summary>
    File,
}

/// <summary>
/// A data part that means more than its text: <c>{"type":"skill","name"}</c>, with <c>path</c> or without, or
/// <c>{"type":"mention","name","path"}</c>. An object with other members is data like any other.
/// </summary>
/// <param name="Kind">What it names.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Path">Where it is; null for a skill that is named only.</param>
public sealed record RichInput(RichKind Kind, string Name, string? Path)
{
    private const int MaxName = 128;
    private const string App = "app://";
    private const string Plugin = "plugin://";

    /// <summary>Reads the data of a part; null where it is data like any other.</summary>
    /// <param name="data">The data.</param>
    /// <param name="field">Its name in the request, for errors.</param>
    /// <exception cref="A2AException">InvalidParams, naming the member: it is rich input, and wrong.</exception>
    public static RichInput? Read(JsonElement data, string field)
    {
        if (data.ValueKind != JsonValueKind.Object || TypeOf(data) is not { } type || data.EnumerateObject().Any(member => member.Name is not ("type" or "name" or "path")))
        {
            return null;
        }

        var name = Text(data, "name", MaxName, field) ?? throw A2AException.InvalidParams($"{field}.name", "is required");
        var path = Text(data, "path", InputLimits.PathCharacters, field);
        return type == "skill" ? new RichInput(RichKind.Skill, name, path)
            : path is null ? throw A2AException.InvalidParams($"{field}.path", "is required")
            : new RichInput(KindOf(path, $"{field}.path"), name, path);
    }

    private static string? TypeOf(JsonElement data) =>
        data.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.String && type.GetString() is "skill" or "mention" ? type.GetString() : null;

    private static string? Text(JsonElement data, string name, int max, string field)
    {
        if (!data.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= max && !text.Any(char.IsControl)
            ? text : throw A2AException.InvalidParams($"{field}.{name}", $"must be a string of 1 to {max} characters, none of them a control character");
    }

    private static RichKind KindOf(string path, string field)
    {
        if (path.StartsWith(App, StringComparison.Ordinal) && IsWord(path.AsSpan(App.Length)))
        {
            return RichKind.App;
        }

        if (path.StartsWith(Plugin, StringComparison.Ordinal) && path[Plugin.Length..].Split('@') is [var plugin, var market] && IsWord(plugin) && IsWord(market))
        {
            return RichKind.Plugin;
        }

        return !path.Contains("://", StringComparison.Ordinal) ? RichKind.File
            : throw A2AException.InvalidParams(field, "must be app://ID, plugin://NAME@MARKETPLACE or a path in the workspace");
    }

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"-_.:".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return text.Length > 0;
    }
}
