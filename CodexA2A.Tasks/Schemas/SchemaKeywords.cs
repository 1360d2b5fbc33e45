using System.Text.Json;
using System.Text.RegularExpressions;

namespace CodexA2A.Tasks;

/// <summary>What schemas may say: each keyword is one that <see cref="SchemaCheck"/> checks, or one that asserts nothing.</summary>
internal static partial class SchemaKeywords
{
    private const int MaxPattern = 1024;
    private const int MaxRepeats = 10_000;
    private const int MaxSchemas = 4096;
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(200);

    private static readonly string[] Types = ["null", "boolean", "object", "array", "number", "integer", "string"];
    private static readonly string[] Notes =
        ["$schema", "$comment", "$defs", "definitions", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "format"];

    private static readonly string[] Numbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
    private static readonly string[] Counts = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];
    private static readonly string[] Schemas = ["items", "additionalProperties", "not"];
    private static readonly string[] SchemaLists = ["anyOf", "allOf", "oneOf", "prefixItems"];
    private static readonly string[] SchemaMaps = ["properties", "$defs", "definitions"];

    /// <summary>All of them, for documentation and tests.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. new[] { "type", "enum", "const", "$ref", "required", "pattern", "multipleOf", "uniqueItems" }
            .Concat(Numbers).Concat(Counts).Concat(Schemas).Concat(SchemaLists).Concat(SchemaMaps).Concat(Notes).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Refuses what cannot be checked.</summary>
    /// <exception cref="A2AException">InvalidParams, naming the place in the schema.</exception>
    public static void Check(JsonElement root, string field) => new Reading(root).Schema(root, field, 0);

    /// <summary>The compiled pattern; without backtracking, so that none takes long.</summary>
    internal static Regex Pattern(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, PatternTime);

    /// <summary>What a reference within the document names; null when there is nothing there.</summary>
    internal static JsonElement? Resolve(JsonElement root, string reference)
    {
        if (reference is not ['#', ..])
        {
            return null;
        }

        JsonElement? at = root;
        foreach (var step in reference[1..].Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var next) ? next
                : at is { ValueKind: JsonValueKind.Array } list && int.TryParse(name, out var index) && index >= 0 && index < list.GetArrayLength() ? list[index]
                : null;
        }

        return at;
    }

    [GeneratedRegex("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counted();

    private sealed class Reading(JsonElement root)
    {
        private int _schemas;

        public void Schema(JsonElement schema, string field, int depth)
        {
            if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                return;
            }

            if (schema.ValueKind != JsonValueKind.Object)
            {
                throw A2AException.InvalidParams(field, "must be a schema: an object, true or false");
            }

            if (depth > OutputSchema.MaxDepth || ++_schemas > MaxSchemas)
            {
                throw A2AException.InvalidParams(field, "is nested too deeply, or holds too many schemas");
            }

            foreach (var keyword in schema.EnumerateObject())
            {
                Keyword(keyword.Name, keyword.Value, $"{field}.{keyword.Name}", depth);
            }
        }

        private void Keyword(string name, JsonElement value, string field, int depth)
        {
            switch (name)
            {
                case "type":
                    Require(TypeNames(value).All(type => Types.Contains(type)), field, $"must be one or several of {string.Join(", ", Types)}");
                    break;
                case "enum":
                    Require(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0, field, "must be a list of values");
                    break;
                case "required":
                    Require(value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.String), field, "must be a list of names");
                    break;
                case "pattern":
                    Require(value.ValueKind == JsonValueKind.String && IsPattern(value.GetString()!), field,
                        $"must be a regular expression of at most {MaxPattern} characters, with few counted repetitions and without look-around and back references");
                    break;
                case "$ref":
                    Require(value.ValueKind == JsonValueKind.String && Resolve(root, value.GetString()!) is { ValueKind: JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False },
                        field, "must name a schema in the same document, such as #/$defs/item");
                    break;
                case "multipleOf":
                    Require(value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var factor) && factor > 0, field, "must be a number above 0");
                    break;
                case "uniqueItems":
                    Require(value.ValueKind is JsonValueKind.True or JsonValueKind.False, field, "must be true or false");
                    break;
                case "const":
                    break;
                default:
                    Group(name, value, field, depth);
                    break;
            }
        }

        private void Group(string name, JsonElement value, string field, int depth)
        {
            if (Numbers.Contains(name))
            {
                Require(value.ValueKind == JsonValueKind.Number, field, "must be a number");
            }
            else if (Counts.Contains(name))
            {
                Require(value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0, field, "must be a whole number of 0 or more");
            }
            else if (Schemas.Contains(name))
            {
                Schema(value, field, depth + 1);
            }
            else if (SchemaLists.Contains(name))
            {
                Require(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0, field, "must be a list of schemas");
                foreach (var (index, schema) in value.EnumerateArray().Index())
                {
                    Schema(schema, $"{field}[{index}]", depth + 1);
                }
            }
            else if (SchemaMaps.Contains(name))
            {
                Require(value.ValueKind == JsonValueKind.Object, field, "must be an object of schemas");
                foreach (var schema in value.EnumerateObject())
                {
                    Schema(schema.Value, $"{field}.{schema.Name}", depth + 1);
                }
            }
            else
            {
                Require(Notes.Contains(name), field, $"is no keyword that this agent can check; it checks {string.Join(", ", All.Except(Notes))}");
            }
        }

        private static bool IsPattern(string pattern)
        {
            try
            {
                return pattern.Length <= MaxPattern && Repeats(pattern) <= MaxRepeats && Pattern(pattern) is not null;
            }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
            {
                return false;
            }
        }

        /// <summary>How often the smallest thing in it may be repeated: each counted repetition is unrolled.</summary>
        private static double Repeats(string pattern) => Counted().Matches(pattern)
            .Select(count => double.Parse(count.Groups[count.Groups[2].Length > 0 ? 2 : 1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture))
            .Aggregate(1.0, (all, one) => all * Math.Max(1, one));

        private static IEnumerable<string?> TypeNames(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()],
            JsonValueKind.Array when value.GetArrayLength() > 0 => value.EnumerateArray().Select(entry => entry.ValueKind == JsonValueKind.String ? entry.GetString() : null),
            _ => [null],
        };

        private static void Require(bool condition, string field, string message)
        {
            if (!condition)
            {
                throw A2AException.InvalidParams(field, message);
            }
        }
    }
}
