using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Control;

/// <summary>The messages of Codex's history as A2A messages. Pure.</summary>
internal static class HistoryMapping
{
    /// <summary>A larger image is named and left out.</summary>
    private const int MaxImageBytes = 256 * 1024;

    /// <summary>What user and agent said in a turn, the last first.</summary>
    public static IReadOnlyList<Message> NewestFirst(CodexTurn turn, string threadId, string contextId) =>
        [.. (turn.Items ?? []).Reverse().Select(item => Said(item, turn.Id, threadId, contextId)).OfType<Message>()];

    /// <summary>A message that is too long for an answer: without Codex's own form of it, which says the same again, and cut where that is not enough.</summary>
    public static Message Cut(Message message, int maxBytes) =>
        MessageLimits.Apply(message with { Metadata = message.Metadata is { } metadata ? WithoutRaw(metadata) : null }, maxBytes);

    // What is left out is the longest there is, and not copied first.
    private static JsonObject WithoutRaw(JsonObject metadata) => new(metadata.Select(member => KeyValuePair.Create(
        member.Key,
        member is { Key: "codex", Value: JsonObject codex }
            ? new JsonObject(codex.Where(one => one.Key != "raw").Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone())))
            : member.Value?.DeepClone())));

    private static Message? Said(ThreadItem item, string turnId, string threadId, string contextId)
    {
        var (role, parts, raw) = item switch
        {
            UserMessageItem user => (Role.User, (user.Content ?? []).Select(Content).ToArray(), new JsonObject
            {
                ["type"] = "userMessage",
                ["id"] = user.Id,
                ["clientId"] = user.ClientId,
                ["content"] = WireJson.Array((user.Content ?? []).Select(Raw)),
            }),
            AgentMessageItem agent => (Role.Agent, [Part.FromText(agent.Text ?? "")], new JsonObject
            {
                ["type"] = "agentMessage",
                ["id"] = agent.Id,
                ["phase"] = agent.Phase,
                ["text"] = LongText.Node(agent.Text),
            }),
            _ => (Role.Unspecified, [], []),
        };
        return parts.Length == 0 ? null : new Message
        {
            MessageId = item.Id,
            ContextId = contextId,
            Role = role,
            Parts = parts,
            Metadata = new JsonObject
            {
                ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = threadId } },
                ["codex"] = new JsonObject { ["turn_id"] = turnId, ["raw"] = raw },
            },
        };
    }

    private static Part Content(UserInput input) => input switch
    {
        TextInput text => Part.FromText(text.Text),
        ImageInput { Url: { } url } when DataUrl.TryRead(url, out var type, out var bytes) && bytes.Length <= MaxImageBytes =>
            Part.FromRaw(bytes, type),
        ImageInput image => Part.FromData(new JsonObject { ["type"] = "image", ["omitted"] = true, ["characters"] = image.Url?.Length }),
        LocalImageInput image => Part.FromData(new JsonObject { ["type"] = "image", ["name"] = Path.GetFileName(image.Path), ["omitted"] = true }),
        SkillInput skill => Part.FromData(new JsonObject { ["type"] = "skill", ["name"] = skill.Name }),
        MentionInput mention => Part.FromData(new JsonObject { ["type"] = "mention", ["name"] = mention.Name, ["path"] = Shown(mention.Path) }),
        _ => Part.FromData(new JsonObject { ["type"] = "unknown" }),
    };

    private static JsonObject Raw(UserInput input) => input switch
    {
        TextInput text => new JsonObject { ["type"] = "text", ["text"] = LongText.Node(text.Text) },
        ImageInput => new JsonObject { ["type"] = "image" },
        LocalImageInput => new JsonObject { ["type"] = "localImage" },
        SkillInput skill => new JsonObject { ["type"] = "skill", ["name"] = skill.Name },
        MentionInput mention => new JsonObject { ["type"] = "mention", ["name"] = mention.Name, ["path"] = Shown(mention.Path) },
        _ => new JsonObject { ["type"] = "unknown" },
    };

    // An app or a plugin is named by an address; a file of this machine is nobody's business.
    private static string? Shown(string path) => path.Contains("://", StringComparison.Ordinal) ? path : Path.IsPathRooted(path) ? null : path;
}
