using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>The JSON schema of the pinned Codex, written by it once for all tests of a class.</summary>
public sealed class SchemaFixture : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, JsonNode> _documents = [];

    public async ValueTask InitializeAsync()
    {
        var result = await ToolProcess.RunAsync(TestCodex.RealPath, ["app-server", "generate-json-schema", "--experimental", "--out", _folder.Path], _folder.Path,
            TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(result is { ExitCode: 0 }, $"Codex did not write its schema: {result?.Error}");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The folder that Codex wrote to.</summary>
    internal string Folder => _folder.Path;

    /// <summary>All properties of a node, those of its alternatives included.</summary>
    internal static Dictionary<string, (JsonNode Node, JsonNode Root)> Properties((JsonNode Node, JsonNode Root) at)
    {
        var found = new Dictionary<string, (JsonNode, JsonNode)>();
        foreach (var node in Alternatives(at))
        {
            foreach (var (name, value) in node["properties"]?.AsObject() ?? [])
                found.TryAdd(name, (value!, at.Root));
        }

        return found;
    }

    internal List<string> Methods(string file) =>
        [.. Document(file).Node["oneOf"]!.AsArray().Select(variant => variant!["properties"]!["method"]!["enum"]![0]!.GetValue<string>())];

    internal (JsonNode Node, JsonNode Root) Document(string file)
    {
        if (!_documents.TryGetValue(file, out var document))
            _documents[file] = document = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, file)))!;
        return (document, document);
    }

    internal (JsonNode Node, JsonNode Root) Definition(string file, string name)
    {
        var root = Document(file).Root;
        return (root["definitions"]![name]!, root);
    }

    internal (JsonNode Node, JsonNode Root) Parameters(string file, string method)
    {
        var root = Document(file).Root;
        var variant = root["oneOf"]!.AsArray().Single(candidate => candidate!["properties"]!["method"]!["enum"]![0]!.GetValue<string>() == method);
        return (variant!["properties"]!["params"]!, root);
    }

    /// <summary>Each property of the record, and of the records in it, is one of the schema.</summary>
    internal static void Check(JsonTypeInfo type, (JsonNode Node, JsonNode Root) at, params string[] also)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable)
        {
            if (AppServerJson.Default.GetTypeInfo(type.ElementType!) is { } element && Alternatives(at).Select(node => node["items"]).OfType<JsonObject>().FirstOrDefault() is { } items)
                Check(element, (items, at.Root));
            return;
        }

        if (type.Kind != JsonTypeInfoKind.Object || type.PolymorphismOptions is not null)
            return;
        var properties = Properties(at);
        foreach (var property in type.Properties.Where(property => property.Get is not null || property.Set is not null))
        {
            if (properties.TryGetValue(property.Name, out var found))
            {
                if (AppServerJson.Default.GetTypeInfo(property.PropertyType) is { } inner)
                    Check(inner, found);
            }
            else
            {
                Assert.True(also.Contains(property.Name), $"{type.Type.Name}.{property.Name} is not in the schema of Codex.");
            }
        }
    }

    private static IEnumerable<JsonObject> Alternatives((JsonNode Node, JsonNode Root) at)
    {
        var pending = new Stack<JsonNode>([at.Node]);
        while (pending.TryPop(out var node))
        {
            if (node is not JsonObject schema)
                continue;
            yield return schema;
            if (schema["$ref"]?.GetValue<string>() is { } reference)
                pending.Push(at.Root["definitions"]![reference["#/definitions/".Length..]]!);
            foreach (var keyword in new[] { "oneOf", "anyOf", "allOf" })
            {
                foreach (var alternative in schema[keyword]?.AsArray() ?? [])
                    pending.Push(alternative!);
            }
        }
    }
}
