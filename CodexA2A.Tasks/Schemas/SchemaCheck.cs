using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CodexA2A.Tasks;

/// <summary>Holds a value against a schema that passed <see cref="SchemaKeywords"/>. Bounded in work, whatever both are.</summary>
internal sealed partial class SchemaCheck
{
    private const int MaxErrors = 8;
    private const int MaxSteps = 1_000_000;
    private const int MaxNesting = 256;

    private readonly JsonElement _root;
    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);
    private int _steps;

    private SchemaCheck(JsonElement root) => _root = root;

    /// <summary>What is wrong with <paramref name="value"/>, some of it where much is; empty when it fits.</summary>
    public static IReadOnlyList<string> Errors(JsonElement schema, JsonElement value)
    {
        var errors = new List<string>();
        try
        {
            new SchemaCheck(schema).Check(schema, value, "", 0, errors);
        }
        catch (TooMuchException)
        {
            errors.Add("the schema takes too long to check this answer");
        }
        catch (RegexMatchTimeoutException)
        {
            errors.Add("a pattern of the schema takes too long to check this answer");
        }

        return [.. errors.Take(MaxErrors)];
    }

    private void Check(JsonElement schema, JsonElement value, string path, int depth, List<string> errors)
    {
        if (++_steps > MaxSteps || depth > MaxNesting)
        {
            throw new TooMuchException();
        }

        if (schema.ValueKind == JsonValueKind.False)
        {
            errors.Add($"{At(path)} is not allowed");
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            if (errors.Count >= MaxErrors)
            {
                return;
            }

            Keyword(schema, keyword.Name, keyword.Value, value, path, depth, errors);
        }
    }

    private void Keyword(JsonElement schema, string name, JsonElement rule, JsonElement value, string path, int depth, List<string> errors)
    {
        switch (name)
        {
            case "$ref":
                Check(SchemaKeywords.Resolve(_root, rule.GetString()!)!.Value, value, path, depth + 1, errors);
                break;
            case "type":
                var types = rule.ValueKind == JsonValueKind.String ? [rule.GetString()!] : rule.EnumerateArray().Select(entry => entry.GetString()!).ToArray();
                Require(types.Any(type => IsOf(value, type)), path, $"must be of type {string.Join(" or ", types)}", errors);
                break;
            case "enum":
                Require(rule.EnumerateArray().Any(allowed => Same(allowed, value)), path, $"must be one of {Shown(rule)}", errors);
                break;
            case "const":
                Require(Same(rule, value), path, $"must be {Shown(rule)}", errors);
                break;
            case "anyOf":
                Require(rule.EnumerateArray().Any(option => Fits(option, value, path, depth)), path, "fits none of anyOf", errors);
                break;
            case "oneOf":
                Require(rule.EnumerateArray().Count(option => Fits(option, value, path, depth)) == 1, path, "must fit exactly one of oneOf", errors);
                break;
            case "allOf":
                foreach (var part in rule.EnumerateArray())
                {
                    Check(part, value, path, depth + 1, errors);
                }

                break;
            case "not":
                Require(!Fits(rule, value, path, depth), path, "fits what not forbids", errors);
                break;
            default:
                OfKind(schema, name, rule, value, path, depth, errors);
                break;
        }
    }

    private void OfKind(JsonElement schema, string name, JsonElement rule, JsonElement value, string path, int depth, List<string> errors)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                OfObject(schema, name, rule, value, path, depth, errors);
                break;
            case JsonValueKind.Array:
                OfArray(schema, name, rule, value, path, depth, errors);
                break;
            case JsonValueKind.String:
                OfString(name, rule, value.GetString()!, path, errors);
                break;
            case JsonValueKind.Number:
                OfNumber(name, rule, value, path, errors);
                break;
        }
    }

    private bool Fits(JsonElement schema, JsonElement value, string path, int depth)
    {
        var errors = new List<string>();
        Check(schema, value, path, depth + 1, errors);
        return errors.Count == 0;
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        // 1.0 is an integer, too.
        _ => value.ValueKind == JsonValueKind.Number && (value.TryGetDecimal(out var number) ? decimal.IsInteger(number) : double.IsInteger(value.GetDouble())),
    };

    private static bool Same(JsonElement a, JsonElement b) =>
        a.ValueKind == JsonValueKind.Number && b.ValueKind == JsonValueKind.Number ? Compare(a, b) == 0 : JsonElement.DeepEquals(a, b);

    private static int Compare(JsonElement a, JsonElement b) =>
        a.TryGetDecimal(out var exact) && b.TryGetDecimal(out var other) ? exact.CompareTo(other) : a.GetDouble().CompareTo(b.GetDouble());

    private static string Shown(JsonElement rule) => rule.GetRawText() is var text && text.Length <= 200 ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 200)}…");

    private static string At(string path) => path.Length == 0 ? "the answer" : path;

    private static void Require(bool condition, string path, string message, List<string> errors)
    {
        if (!condition)
        {
            errors.Add($"{At(path)} {message}");
        }
    }

    private sealed class TooMuchException : Exception;
}
