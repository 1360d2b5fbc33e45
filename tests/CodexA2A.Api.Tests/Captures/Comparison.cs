using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CodexA2A.Api.Tests.Captures;

/// <summary>
/// Compares what was recorded with what we sent: the same members in the same order, of the same types, with the same values. Only
/// ids (one of theirs is the same one of ours everywhere), times (their form is looked at) and the texts of errors may be others.
/// </summary>
internal sealed partial class Comparison
{
    private readonly Dictionary<string, string> ours = [];

    /// <summary>A recorded text with everything in it that has another name here.</summary>
    public string Translate(string recorded) => ours.Aggregate(recorded, (text, pair) => text.Replace(pair.Key, pair.Value, StringComparison.Ordinal));

    /// <summary>Has a recorded text stand for one of ours.</summary>
    public void Learn(string recorded, string own) => ours.TryAdd(recorded, own);

    /// <summary>Everything in which they differ, as a path and what is there.</summary>
    public IEnumerable<string> Differences(JsonNode? recorded, JsonNode? own, string path)
    {
        switch (recorded, own)
        {
            case (JsonObject a, JsonObject b):
                return Members(a, b, path);
            case (JsonArray a, JsonArray b):
                return a.Zip(b).SelectMany(pair => Differences(pair.First, pair.Second, path + "[]"))
                    .Concat(a.Count == b.Count ? [] : [$"{path}: {a.Count} items → {b.Count}"]);
            case (JsonValue a, JsonValue b) when a.GetValueKind() == b.GetValueKind():
                return Same(path[(path.LastIndexOf('.') + 1)..], a, b) ? [] : [$"{path}: {a.ToJsonString()} → {b.ToJsonString()}"];
            case (null, null):
                return [];
            default:
                return [$"{path}: {Kind(recorded)} → {Kind(own)}"];
        }
    }

    /// <summary>The members of a card in which they differ, whatever is in them: a card says what its server is.</summary>
    public static IEnumerable<string> CardDifferences(JsonNode recorded, JsonNode own)
    {
        var (a, b) = (Leaves(recorded, "card").ToHashSet(), Leaves(own, "card").ToHashSet());
        return a.Except(b).Select(leaf => "-" + leaf).Concat(b.Except(a).Select(leaf => "+" + leaf)).Order(StringComparer.Ordinal);
    }

    private IEnumerable<string> Members(JsonObject a, JsonObject b, string path)
    {
        foreach (var name in a.Select(pair => pair.Key).Where(name => !b.ContainsKey(name))) yield return $"{path}: -{name}";
        foreach (var name in b.Select(pair => pair.Key).Where(name => !a.ContainsKey(name))) yield return $"{path}: +{name}";
        var both = a.Select(pair => pair.Key).Where(b.ContainsKey).ToList();
        var order = b.Select(pair => pair.Key).Where(a.ContainsKey);
        // Inside data and metadata the order is the writer's.
        if (!both.SequenceEqual(order) && !path.Contains("data", StringComparison.Ordinal)) yield return $"{path}: order {string.Join(',', both)} → {string.Join(',', order)}";
        foreach (var difference in both.SelectMany(name => Differences(a[name], b[name], $"{path}.{name}"))) yield return difference;
    }

    private bool Same(string name, JsonValue a, JsonValue b)
    {
        if (a.GetValueKind() != System.Text.Json.JsonValueKind.String) return JsonNode.DeepEquals(a, b);
        var (recorded, own) = ((string)a!, (string)b!);
        return name switch
        {
            "timestamp" => Time().IsMatch(recorded) && Time().IsMatch(own),
            // Of an error.
            "message" or "grpc-message" => recorded.Length > 0 && own.Length > 0,
            "nextPageToken" => recorded.Length == 0 == (own.Length == 0),
            _ => SameText(recorded, own),
        };
    }

    private bool SameText(string recorded, string own)
    {
        var names = Guid().Matches(recorded).Select(match => match.Value).ToList();
        if (names.Count == 0) return Translate(recorded) == own;
        var match = Regex.Match(own, "^" + Guid().Replace(Regex.Escape(recorded).Replace(@"\-", "-", StringComparison.Ordinal), "([^/\"]+)") + "$");
        if (!match.Success) return false;
        for (var i = 0; i < names.Count; i++)
        {
            Learn(names[i], match.Groups[i + 1].Value);
            if (ours[names[i]] != match.Groups[i + 1].Value) return false;
        }

        return true;
    }

    private static IEnumerable<string> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject parent => parent.SelectMany(pair => Leaves(pair.Value, $"{path}.{pair.Key}")).Prepend(path),
        JsonArray array => array.SelectMany(item => Leaves(item, path + "[]")).Prepend(path),
        _ => [$"{path} {Kind(node)}"],
    };

    private static string Kind(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "Null",
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "Boolean",
        var kind => kind.Value.ToString(),
    };

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Guid();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex Time();
}
