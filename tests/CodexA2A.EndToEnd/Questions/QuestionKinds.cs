using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Questions;

/// <summary>All kinds. A tool of an MCP server and a form of one come as the same request, and are answered differently.</summary>
internal static class QuestionKinds
{
    /// <summary>The settings of Codex that let it ask all of them.</summary>
    public static string Toml { get; } = $"""
        features.request_permissions_tool = true
        # The workspace is below the temporary folder, which the sandbox would otherwise let the agent write.
        sandbox_workspace_write.exclude_slash_tmp = true
        sandbox_workspace_write.exclude_tmpdir_env_var = true

        [mcp_servers.desk]
        command = "node"
        args = ["{Path.Combine(Places.Root, "tests", "fixtures", "mcp", "desk.mjs")}"]

        """;

    public static IReadOnlyList<QuestionKind> All { get; } =
    [
        new("command", "permission",
            (_, mark) => $"#escalate cmd=\"touch {mark}.txt\" why=\"To see it.\"",
            (_, _) => Reply("always"), (_, _) => Reply("once"), Reply("reject"),
            (folder, mark, _) => Exists(Path.Combine(folder.Workspace, mark + ".txt")))
        {
            Lasts = true,
            TooMuch = (_, _) => (new JsonObject { ["reply"] = "amend", ["amendment"] = new JsonObject { ["execpolicy_amendment"] = new JsonArray("touch") } }, "amendment"),
        },
        new("patch", "permission",
            (_, mark) => $"#patch-outside file=../{mark}.txt",
            (_, _) => Reply("always"), (_, _) => Reply("once"), Reply("reject"),
            (folder, mark, _) => Exists(Outside(folder, mark + ".txt")))
        {
            Lasts = true,
            TooMuch = (_, _) => (Reply("amend"), "amendment"),
        },
        new("permissions", "permissions",
            (folder, mark) => "#call name=request_permissions\n" + new JsonObject
            {
                ["reason"] = "To write there.",
                ["permissions"] = new JsonObject
                {
                    ["network"] = new JsonObject { ["enabled"] = true },
                    ["file_system"] = new JsonObject { ["write"] = new JsonArray(Outside(folder, mark), Outside(folder, mark + "-2")) },
                },
            }.ToJsonString(),
            (folder, mark) => Grant(true, Outside(folder, mark), Outside(folder, mark + "-2")),
            (folder, mark) => Grant(false, Outside(folder, mark)),
            Grant(false),
            (folder, mark, task) => Json(task)["permissions"] is not { } granted ? Granted.Nothing
                : granted["network"] is not null ? Granted.All
                : (string?)granted["file_system"]?["write"]?[0] == Outside(folder, mark) ? Granted.Part : Granted.Nothing)
        {
            TooMuch = (folder, mark) => (Grant(false, Outside(folder, mark), "/"), "permissions.fileSystem.write[1]"),
        },
        new("question", "question",
            (_, _) => "#call name=request_user_input\n" + """
                {"questions":[{"id":"colour","header":"Colour","question":"Which colour?","options":[{"label":"Blue","description":"B."},{"label":"Green","description":"G."}]},
                {"id":"size","header":"Size","question":"Which size?","options":[{"label":"Big","description":"B."},{"label":"Small","description":"S."}]}]}
                """,
            (_, _) => Answers(["Green"], ["Small"]), (_, _) => Answers(["Green"], []), [],
            (_, _, task) => Json(task)["answers"] switch
            {
                { } given when (string?)given["size"]?["answers"]?.AsArray().FirstOrDefault() == "Small" => Granted.All,
                { } given when (string?)given["colour"]?["answers"]?.AsArray().FirstOrDefault() == "Green" => Granted.Part,
                _ => Granted.Nothing,
            })
        {
            TooMuch = (_, _) => (Answers(["Green"], ["Small"], ["Round"]), "answers"),
        },
        new("form", "elicitation",
            (_, _) => "#call name=book namespace=mcp__desk",
            (_, _) => Form(new JsonObject { ["name"] = "Ann", ["seats"] = 2 }), (_, _) => Form(new JsonObject { ["name"] = "Ann" }),
            new JsonObject { ["action"] = "decline" },
            (_, _, task) => Json(task)["content"] is not { } content
                ? Granted.Nothing : (int?)content["seats"] == 2 ? Granted.All : (string?)content["name"] == "Ann" ? Granted.Part : Granted.Nothing)
        {
            TooMuch = (_, _) => (Form(new JsonObject { ["name"] = "Ann", ["wine"] = true }), "content.wine"),
        },
        new("tool", "elicitation",
            (_, mark) => $"#call name=note namespace=mcp__desk\n{{\"text\":\"{mark}\"}}",
            (_, _) => new JsonObject { ["action"] = "accept", ["persist"] = "session" }, (_, _) => new JsonObject { ["action"] = "accept" },
            new JsonObject { ["action"] = "decline" },
            (_, mark, task) => Ledger.Text(task).Contains($"noted {mark}", StringComparison.Ordinal) ? Granted.All : Granted.Nothing)
        {
            Lasts = true,
            TooMuch = (_, _) => (new JsonObject { ["action"] = "accept", ["content"] = new JsonObject { ["x"] = 1 } }, "content"),
        },
    ];

    public static QuestionKind Of(string name) => All.Single(kind => kind.Name == name);

    private static JsonObject Reply(string word) => new() { ["reply"] = word };

    private static JsonObject Form(JsonObject content) => new() { ["action"] = "accept", ["content"] = content };

    private static JsonObject Answers(params string[][] answers) =>
        new() { ["answers"] = new JsonArray([.. answers.Select(given => (JsonNode)new JsonArray([.. given.Select(one => (JsonNode)one)]))]) };

    private static JsonObject Grant(bool network, params string[] write)
    {
        var permissions = new JsonObject();
        if (network) permissions["network"] = new JsonObject { ["enabled"] = true };
        if (write.Length > 0) permissions["fileSystem"] = new JsonObject { ["write"] = new JsonArray([.. write.Select(path => (JsonNode)path)]) };
        return new JsonObject { ["permissions"] = permissions, ["scope"] = "turn" };
    }

    private static string Outside(TestFolder folder, string name) => Path.Combine(Path.GetDirectoryName(folder.Workspace)!, name);

    private static Granted Exists(string file) => File.Exists(file) ? Granted.All : Granted.Nothing;

    /// <summary>What the model, or a sub-agent of it, quotes of the tool's answer; an empty object where that is not JSON.</summary>
    private static JsonObject Json(AgentTask task)
    {
        const string before = "The tool said: ";
        var text = ((string[])["answer", "commentary"]).Select(name => Ledger.Text(task, name)).FirstOrDefault(text => text.StartsWith(before, StringComparison.Ordinal));
        return text is null ? [] : Json(text[before.Length..]);
    }

    /// <summary>In code mode the answer is in a string, or in the content that an MCP tool gave.</summary>
    private static JsonObject Json(string text)
    {
        const string before = "the person said ";
        try
        {
            return JsonNode.Parse(text.StartsWith(before, StringComparison.Ordinal) ? text[before.Length..] : text) switch
            {
                JsonObject result when result["content"] is JsonArray content => Json((string?)content[0]!["text"] ?? ""),
                JsonObject json => json,
                JsonValue value when value.TryGetValue(out string? inner) => Json(inner),
                _ => [],
            };
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
