using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Cli.Configuration;

/// <summary>How values of the predecessor's settings are written today.</summary>
internal static class OldValues
{
    /// <summary>Seconds, possibly broken, as a duration.</summary>
    public static SettingValue Seconds(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 31_536_000
            ? new(TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture))
            : SettingValue.Wrong($"\"{value}\" is not a number of seconds.");

    /// <summary>A size limit, where 0 meant no limit.</summary>
    public static SettingValue Limit(string value) => value == "0"
        ? new(null, "there is always a limit; 0 is read as the default.")
        : new(value);

    /// <summary>An approval policy; <c>on-failure</c> is gone from Codex.</summary>
    public static SettingValue ApprovalPolicy(string value) => value == "on-failure"
        ? new("on-request", "Codex knows on-failure no more; it is read as on-request.")
        : new(value);

    /// <summary>A level of Python's logging.</summary>
    public static SettingValue LogLevel(string value) => value.ToUpperInvariant() switch
    {
        "DEBUG" => new("Debug"),
        "INFO" => new("Information"),
        "WARNING" or "WARN" => new("Warning"),
        "ERROR" => new("Error"),
        "CRITICAL" or "FATAL" => new("Critical"),
        _ => SettingValue.Wrong($"\"{value}\" is none of DEBUG, INFO, WARNING, ERROR, CRITICAL."),
    };

    /// <summary>Text as a TOML string, as an override of Codex's configuration needs it.</summary>
    public static SettingValue TomlText(string value) => new(Quote(value));

    /// <summary>A truth value as Python accepts it, as TOML.</summary>
    public static SettingValue TomlFlag(string value) => value.ToUpperInvariant() switch
    {
        "1" or "TRUE" or "YES" or "ON" or "T" or "Y" => new("true"),
        "0" or "FALSE" or "NO" or "OFF" or "F" or "N" => new("false"),
        _ => SettingValue.Wrong($"\"{value}\" is neither true nor false."),
    };

    /// <summary>A JSON array of texts, or texts with commas between them, as a TOML array.</summary>
    public static SettingValue TomlList(string value)
    {
        if (!value.TrimStart().StartsWith('['))
        {
            var items = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return new($"[{string.Join(", ", items.Select(Quote))}]");
        }

        try
        {
            return JsonNode.Parse(value) is JsonArray array && array.All(item => item?.GetValueKind() == JsonValueKind.String)
                ? new($"[{string.Join(", ", array.Select(item => Quote(item!.GetValue<string>())))}]")
                : SettingValue.Wrong("it is not a JSON array of texts.");
        }
        catch (JsonException)
        {
            return SettingValue.Wrong("it is not a JSON array of texts.");
        }
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
