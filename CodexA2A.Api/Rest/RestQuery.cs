using System.Buffers;
using System.Text.Json;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Rest;

/// <summary>Reads a request from the query: written as JSON, so that one reader judges the values of both bindings.</summary>
internal static class RestQuery
{
    /// <summary>The parameters of GET /tasks.</summary>
    public static readonly string[] ListTasks = ["tenant", "contextId", "status", "pageSize", "pageToken", "historyLength", "statusTimestampAfter", "includeArtifacts"];

    /// <summary>The parameters of GET /tasks/{id}.</summary>
    public static readonly string[] GetTask = ["tenant", "historyLength"];

    /// <summary>The parameters of GET /tasks/{id}/pushNotificationConfigs.</summary>
    public static readonly string[] ListConfigs = ["tenant", "pageSize", "pageToken"];

    /// <summary>The parameters of a route whose other members are in its path.</summary>
    public static readonly string[] Tenant = ["tenant"];

    /// <summary>The request. Unknown parameters are ignored; empty ones are not given.</summary>
    /// <exception cref="A2AException">InvalidParams with the parameter.</exception>
    public static TRequest Read<TRequest>(IQueryCollection query, IEnumerable<string> names) where TRequest : class
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var name in names)
            {
                var value = query[name].ToString();
                if (value.Length == 0) continue;
                writer.WritePropertyName(name);
                if (name == "includeArtifacts") writer.WriteBooleanValue(Boolean(name, value));
                else writer.WriteStringValue(value);
            }

            writer.WriteEndObject();
        }

        return A2AJsonInput.ReadBody<TRequest>(buffer.WrittenMemory);
    }

    private static bool Boolean(string name, string value) =>
        bool.TryParse(value, out var flag) ? flag : throw A2AException.InvalidParams(name, "must be true or false");
}
