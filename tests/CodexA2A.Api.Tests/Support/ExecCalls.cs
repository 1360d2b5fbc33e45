using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Support;

/// <summary>Calls about commands of callers, and who may make them.</summary>
internal static class ExecCalls
{
    public const string Carol = "carol-secret-token";
    public const string Dave = "dave-secret-token";

    /// <summary>May only read.</summary>
    public const string Eve = "eve-secret-token";

    /// <summary>Carol and dave have the capability; alice and bob have not.</summary>
    public const string Registry = $$"""
        [{"scheme":"bearer","principal":"carol","token":"{{Carol}}","capabilities":["exec_control"]},
         {"scheme":"bearer","principal":"dave","token":"{{Dave}}","capabilities":["exec_control"]},
         {"scheme":"bearer","principal":"eve","token":"{{Eve}}","capabilities":["read"]}]
        """;

    /// <inheritdoc cref="Registry" />
    public static IEnumerable<(string, string)> Settings => [("A2A:EnableExecControl", "true"), ("A2A:StaticAuthCredentials", Registry)];

    public static Call Start(string? process = "mine", params (string Name, JsonNode? Value)[] more) => Of("start", [("command", "sh -c 'echo hi'"), ("process_id", process), .. more]);

    public static Call Drive(string method, string process = "mine", params (string Name, JsonNode? Value)[] more) => Of(method, [("process_id", process), .. more]);

    private static Call Of(string method, (string Name, JsonNode? Value)[] members)
    {
        var request = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is null) request.Remove(name);
            else request[name] = value;
        }

        return new Call("codex.exec." + method, new JsonObject { ["request"] = request }) { Token = Carol };
    }
}
