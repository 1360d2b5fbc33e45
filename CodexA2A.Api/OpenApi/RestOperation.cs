using System.Text.Json.Nodes;

namespace CodexA2A.Api.OpenApi;

/// <summary>One operation of the HTTP+JSON binding, as its description has it.</summary>
/// <param name="Verb">HTTP method, in lower case.</param>
/// <param name="Path">Path, with its parameters in braces.</param>
/// <param name="Name">Operation of A2A.</param>
/// <param name="Summary">What it does, for people.</param>
internal sealed record RestOperation(string Verb, string Path, string Name, string Summary)
{
    /// <summary>Where one operation has two routes, the name of this one.</summary>
    public string Id { get; init; } = Name;

    /// <summary>The request whose members are in the query.</summary>
    public Type? Query { get; init; }

    /// <summary>Which members of it.</summary>
    public IReadOnlyList<string> QueryNames { get; init; } = [];

    /// <summary>The request in the body.</summary>
    public Type? Body { get; init; }

    /// <summary>True when the body may be left out.</summary>
    public bool IsBodyOptional { get; init; }

    /// <summary>The answer, or each event of it; null for none.</summary>
    public Type? Result { get; init; }

    /// <summary>True when it answers with server-sent events.</summary>
    public bool Streams { get; init; }

    /// <summary>A further request header, and a value of it.</summary>
    public (string Name, string Description, string Example)? Header { get; init; }

    /// <summary>A body that works.</summary>
    public JsonObject? BodyExample { get; init; }

    /// <summary>Values that work, by parameter of the query.</summary>
    public IReadOnlyDictionary<string, JsonNode> QueryExamples { get; init; } = new Dictionary<string, JsonNode>();
}
