using System.Text;
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
    public static IReadOnlyList<JsonNode> NewestFirst(CodexTurn turn, string threadId, string contextId) =>
        [.. (turn.Items ?? []).Reverse().Select(item => Said(item, turn.Id, threadId, contextId)).OfType<Message>().Select(message => JsonNode.Parse(A2AJson.Serialize(message))!)];

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
                ["text"] = agent.Text,
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
        TextInput text => new JsonObject { ["type"] = "text", ["text"] = text.Text },
        ImageInput => new JsonObject { ["type"] = "image" },
        LocalImageInput => new JsonObject { ["type"] = "localImage" },
        SkillInput skill => new JsonObject { ["type"] = "skill", ["name"] = skill.Name },
        MentionInput mention => new JsonObject { ["type"] = "mention", ["name"] = mention.Name, ["path"] = Shown(mention.Path) },
        _ => new JsonObject { ["type"] = "unknown" },
    };

    // An app or a plugin is named by an address; a file of this machine is nobody's business.
    private static string? Shown(string path) => path.Contains("://", StringComparison.Ordinal) ? path : Path.IsPathRooted(path) ? null : path;
}

/// <summary>Where a page of messages ended: the page of turns, the turn in it, and how many of its messages were given.</summary>
/// <param name="Page">Codex's cursor of the page; null for the first.</param>
/// <param name="Turn">The turn.</param>
/// <param name="Given">How many of its messages, from the last on.</param>
internal sealed record HistoryCursor(string? Page, string? Turn, int Given)
{
    private const int MaxLength = 4096;

    /// <summary>The beginning.</summary>
    public static HistoryCursor Start { get; } = new(null, null, 0);

    /// <summary>What <see cref="ToString"/> wrote.</summary>
    /// <exception cref="ControlFaultException">It did not.</exception>
    public static HistoryCursor Parse(string? text)
    {
        if (text is null)
        {
            return Start;
        }

        try
        {
            if (text.Length <= MaxLength && JsonNode.Parse(Convert.FromBase64String(text)) is JsonArray { Count: 3 } values)
            {
                return new HistoryCursor((string?)values[0], (string?)values[1], (int)values[2]!);
            }
        }
        catch (Exception exception) when (exception is FormatException or System.Text.Json.JsonException or InvalidOperationException)
        {
            // Not ours.
        }

        throw ControlErrors.Invalid("cursor", "is not one that this method gave");
    }

    /// <summary>As a client gets it.</summary>
    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes(new JsonArray(Page, Turn, Given).ToJsonString()));
}
