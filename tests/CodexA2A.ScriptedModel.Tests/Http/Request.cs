using System.Text.Json.Nodes;

namespace CodexA2A.ScriptedModel.Tests.Http;

/// <summary>Requests as Codex sends them, without what the server does not read.</summary>
internal static class Request
{
    private static readonly string[] DirectTools =
        ["exec_command", "write_stdin", "update_plan", "request_user_input", "apply_patch", "view_image"];

    /// <summary>A first request of a turn.</summary>
    public static JsonObject Of(string message) => Of(User(message));

    /// <summary>A request with direct tools.</summary>
    public static JsonObject Of(params JsonObject[] items) => new()
    {
        ["model"] = "scripted",
        ["stream"] = true,
        ["tools"] = new JsonArray([.. DirectTools.Select(name => new JsonObject { ["type"] = "function", ["name"] = name })]),
        ["input"] = new JsonArray([User("<environment_context>\n  <cwd>/workspace</cwd>\n</environment_context>"), .. items]),
    };

    /// <summary>A request in code mode.</summary>
    public static JsonObject InCodeMode(params JsonObject[] items) => new()
    {
        ["model"] = "scripted-code",
        ["stream"] = true,
        ["input"] = new JsonArray(
            [
                new JsonObject
                {
                    ["type"] = "additional_tools",
                    ["tools"] = new JsonArray(new JsonObject
                    {
                        ["type"] = "namespace",
                        ["name"] = "functions",
                        ["tools"] = new JsonArray(
                            new JsonObject { ["type"] = "custom", ["name"] = "exec" },
                            new JsonObject { ["type"] = "function", ["name"] = "request_user_input" }),
                    }),
                },
                .. items,
            ]),
    };

    public static JsonObject User(string text) => new()
    {
        ["type"] = "message",
        ["role"] = "user",
        ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = text }),
    };

    public static JsonObject Output(string text) => new()
    {
        ["type"] = "function_call_output",
        ["call_id"] = "call_1",
        ["output"] = text,
    };

    /// <summary>What Codex says about a command that ended.</summary>
    public static JsonObject CommandOutput(string printed) =>
        Output($"Chunk ID: 1\nWall time: 0.1 seconds\nProcess exited with code 0\nOutput:\n{printed}");
}
