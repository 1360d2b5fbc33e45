using System.Text.Json.Nodes;

namespace CodexA2A.Tasks;

/// <summary>
/// The part of a grant that is about files: lists <c>read</c> and <c>write</c>, or <c>entries</c> of a path and an access. Codex 0.169.0 asks
/// in both forms at once, reads <c>entries</c> alone where an answer has it, and grants what lies below an asked path too (seen): so the
/// answer is cut here, and goes back as <c>entries</c>.
/// </summary>
internal static class GrantedFiles
{
    private const string NotAsked = "was not asked for";
    private const string OneForm = "is left out of the other form; give only entries, or only read and write";
    private const string Entries = "entries";
    private const string Depth = "globScanMaxDepth";
    private static readonly string[] Lists = ["read", "write"];

    /// <summary>What of <paramref name="given"/> is in <paramref name="asked"/>, in the form of the request; null when that is nothing.</summary>
    public static JsonObject? Narrow(JsonObject asked, JsonObject given, string path, ICollection<FieldViolation> refused)
    {
        var wanted = Rights(asked);
        var kept = new List<Right>();
        foreach (var (name, value) in given)
        {
            if (value is null) continue;
            var field = $"{path}.{PermissionGrant.Name(name)}";
            if (name == Depth)
            {
                // Less deep a search would find less to deny.
                if (!JsonNode.DeepEquals(value, asked[Depth])) refused.Add(new FieldViolation(field, "must be as asked"));
                continue;
            }

            if (name is not ("read" or "write" or Entries))
            {
                refused.Add(new FieldViolation(field, NotAsked));
                continue;
            }

            if (value is not JsonArray items)
            {
                refused.Add(new FieldViolation(field, "must be a list"));
                continue;
            }

            for (var i = 0; i < items.Count; i++)
            {
                if (Read(name, items[i]) is not { } right || !wanted.Exists(other => other.Covers(right)))
                {
                    refused.Add(new FieldViolation($"{field}[{i}]", NotAsked));
                }
                else if (IsTakenBack(asked, given, right, name == Entries))
                {
                    refused.Add(new FieldViolation($"{field}[{i}]", OneForm));
                }
                else if (!kept.Exists(other => other.Covers(right)))
                {
                    kept.Add(right);
                }
            }
        }

        if (!kept.Exists(right => right.Access != "deny")) return null;
        // What is left out of an answer is not granted; what is denied is not left out by that.
        kept.AddRange(wanted.Where(right => right.Access == "deny" && !kept.Exists(other => other.Covers(right))));
        return Json(asked, kept);
    }

    private static JsonObject Json(JsonObject asked, List<Right> kept)
    {
        var json = new JsonObject();
        if (asked[Entries] is JsonArray)
        {
            json[Entries] = new JsonArray([.. kept.Select(right => (JsonNode)new JsonObject { ["path"] = right.Path.DeepClone(), ["access"] = right.Access })]);
        }
        else
        {
            foreach (var list in Lists)
            {
                var paths = kept.Where(right => right.Access == list).Select(right => right.Path["path"]!.DeepClone()).ToArray();
                if (paths.Length > 0) json[list] = new JsonArray(paths);
            }
        }

        if (asked[Depth] is { } depth) json[Depth] = depth.DeepClone();
        return json;
    }

    private static List<Right> Rights(JsonObject files) => [.. Rights(files, Entries), .. Rights(files, Lists)];

    private static IEnumerable<Right> Rights(JsonObject files, params string[] names) =>
        names.SelectMany(name => (files[name] as JsonArray ?? []).Select(item => Read(name, item))).OfType<Right>();

    /// <summary>True when the answer has both forms, and only one of them has this right, though the request had it in both: somebody took it out.</summary>
    private static bool IsTakenBack(JsonObject asked, JsonObject given, Right right, bool ofEntries)
    {
        var other = ofEntries ? Lists : [Entries];
        return other.Any(name => given[name] is JsonArray) && Rights(asked, other).Any(right.Is) && !Rights(given, other).Any(right.Is);
    }

    private static Right? Read(string list, JsonNode? item) => item switch
    {
        JsonValue text when list != Entries && text.TryGetValue(out string? path) => new Right(new JsonObject { ["type"] = "path", ["path"] = path }, list),
        JsonObject entry when list == Entries && entry.Count == 2 && entry["path"] is JsonObject path
            && entry["access"] is JsonValue access && access.TryGetValue(out string? word) => new Right(path, word),
        _ => null,
    };

    private sealed record Right(JsonObject Path, string Access)
    {
        public bool Is(Right other) => Access == other.Access && JsonNode.DeepEquals(Path, other.Path);

        /// <summary>Who may write may read.</summary>
        public bool Covers(Right other) =>
            (Access == other.Access || (Access == "write" && other.Access == "read")) && JsonNode.DeepEquals(Path, other.Path);
    }
}
