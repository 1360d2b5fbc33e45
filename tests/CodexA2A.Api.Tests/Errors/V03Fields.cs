using CodexA2A.Api.Tests.Ways;

namespace CodexA2A.Api.Tests.Errors;

/// <summary>What the members that docs/errors.md names are called in A2A 0.3, where that is another name.</summary>
internal static class V03Fields
{
    private static readonly Dictionary<string, (string Rpc, string Http)> Names = new()
    {
        ["message.parts"] = ("message.parts", "message.content"),
        ["message.parts[0]"] = ("message.parts[0]", "message.content[0]"),
        ["message.parts[0].raw"] = ("message.parts[0].file.bytes", "message.content[0].file.fileWithBytes"),
        ["message.parts[0].url"] = ("message.parts[0].file.uri", "message.content[0].file.fileWithUri"),
        ["message.parts[1].url"] = ("message.parts[1].file.uri", "message.content[1].file.fileWithUri"),
        ["configuration.taskPushNotificationConfig.url"] = ("configuration.pushNotificationConfig.url", "configuration.pushNotification.url"),
        ["message.parts[1].data"] = ("message.parts[1].data", "message.content[1].data"),
        ["message.parts[0].data.name"] = ("message.parts[0].data.name", "message.content[0].data.name"),
        ["message.parts[0].data.path"] = ("message.parts[0].data.path", "message.content[0].data.path"),
        ["message.parts[0].metadata"] = ("message.parts[0].metadata", "message.content[0].metadata"),
        ["message.parts[0].mediaType"] = ("message.parts[0].file.mimeType", "message.content[0].file.mimeType"),
    };

    public static string? Of(string? field, Way way) =>
        field is not null && Names.TryGetValue(field, out var names) ? way == Way.Rest03 ? names.Http : names.Rpc : field;
}
