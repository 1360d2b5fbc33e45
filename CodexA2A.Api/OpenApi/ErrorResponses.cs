using System.Globalization;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.OpenApi;

/// <summary>The failures of the HTTP+JSON binding, from the one table of errors: one answer for each HTTP status.</summary>
internal static class ErrorResponses
{
    /// <summary>The HTTP statuses.</summary>
    public static IEnumerable<string> Statuses => A2AErrorTable.Rows.Select(row => row.HttpStatus).Distinct().Order().Select(Name);

    /// <summary>Where the answer of a status is described.</summary>
    public static string Reference(string status) => "#/components/responses/Error" + status;

    /// <summary>The answers, by name.</summary>
    public static JsonObject Write(SchemaWriter schemas) => new(
        from row in A2AErrorTable.Rows
        group row by row.HttpStatus into rows
        orderby rows.Key
        select KeyValuePair.Create<string, JsonNode?>("Error" + Name(rows.Key), new JsonObject
        {
            ["description"] = string.Join(", ", rows.Select(row => row.Reason)) + ", or a narrower reason.",
            ["content"] = new JsonObject { [MediaTypes.Json] = new JsonObject { ["schema"] = schemas.Named("Error", () => Body(schemas)) } },
        }));

    /// <summary>google.rpc.Status (A2A 1.0, 11.6).</summary>
    private static JsonObject Body(SchemaWriter schemas) => new()
    {
        ["type"] = "object",
        ["required"] = Extensions.Json.Strings("error"),
        ["properties"] = new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["type"] = "object",
                ["required"] = Extensions.Json.Strings("code", "status", "message", "details"),
                ["properties"] = new JsonObject
                {
                    ["code"] = new JsonObject { ["type"] = "integer", ["format"] = "int32" },
                    ["status"] = new JsonObject { ["type"] = "string" },
                    ["message"] = new JsonObject { ["type"] = "string" },
                    ["details"] = schemas.Of(typeof(IReadOnlyList<ErrorDetail>)),
                },
            },
        },
    };

    private static string Name(int status) => status.ToString(CultureInfo.InvariantCulture);
}
