namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>The names of members in errors: what is checked behind the translation has those of 1.0, and goes out as the client wrote it.</summary>
internal static class FieldTranslator
{
    private const string Parts = "message.parts";
    private const string Push = "configuration.taskPushNotificationConfig";

    /// <summary>Over JSON-RPC.</summary>
    public static string ToRpc(string field) => Translate(field, Parts, "bytes", "uri", "configuration.pushNotificationConfig");

    /// <summary>Over HTTP+JSON.</summary>
    public static string ToRest(string field) => Translate(field, "message.content", "fileWithBytes", "fileWithUri", "configuration.pushNotification");

    private static string Translate(string field, string parts, string bytes, string uri, string push)
    {
        if (field.StartsWith(Push, StringComparison.Ordinal)) return push + field[Push.Length..];
        if (!field.StartsWith(Parts, StringComparison.Ordinal)) return field;
        var rest = field[Parts.Length..];
        var end = rest.IndexOf("].", StringComparison.Ordinal);
        return parts + (end < 0 ? rest : rest[..(end + 2)] + rest[(end + 2)..] switch
        {
            "raw" => $"file.{bytes}",
            "url" => $"file.{uri}",
            "mediaType" => "file.mimeType",
            "filename" => "file.name",
            var same => same,
        });
    }
}
