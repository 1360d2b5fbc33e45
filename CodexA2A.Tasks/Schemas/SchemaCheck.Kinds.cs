using System.Text.Json;

namespace CodexA2A.Tasks;

/// <summary>The keywords that say something of one kind of value.</summary>
internal sealed partial class SchemaCheck
{
    private void OfObject(JsonElement schema, string name, JsonElement rule, JsonElement value, string path, int depth, List<string> errors)
    {
        switch (name)
        {
            case "properties":
                foreach (var property in rule.EnumerateObject())
                {
                    if (value.TryGetProperty(property.Name, out var member))
                    {
                        Check(property.Value, member, $"{path}/{property.Name}", depth + 1, errors);
                    }
                }

                break;
            case "required":
                foreach (var needed in rule.EnumerateArray())
                {
                    Require(value.TryGetProperty(needed.GetString()!, out _), path, $"must have the member {needed.GetString()}", errors);
                }

                break;
            case "additionalProperties":
                foreach (var member in value.EnumerateObject())
                {
                    if (!schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(member.Name, out _))
                    {
                        Check(rule, member.Value, $"{path}/{member.Name}", depth + 1, errors);
                    }
                }

                break;
            case "minProperties":
                Require(value.EnumerateObject().Count() >= rule.GetInt32(), path, $"must have at least {rule} members", errors);
                break;
            case "maxProperties":
                Require(value.EnumerateObject().Count() <= rule.GetInt32(), path, $"must have at most {rule} members", errors);
                break;
        }
    }

    private void OfArray(JsonElement schema, string name, JsonElement rule, JsonElement value, string path, int depth, List<string> errors)
    {
        var first = schema.TryGetProperty("prefixItems", out var prefix) ? prefix.GetArrayLength() : 0;
        switch (name)
        {
            case "items":
                foreach (var (index, item) in value.EnumerateArray().Index().Skip(first))
                {
                    Check(rule, item, $"{path}/{index}", depth + 1, errors);
                }

                break;
            case "prefixItems":
                foreach (var (item, own) in value.EnumerateArray().Index().Zip(rule.EnumerateArray()))
                {
                    Check(own, item.Item, $"{path}/{item.Index}", depth + 1, errors);
                }

                break;
            case "minItems":
                Require(value.GetArrayLength() >= rule.GetInt32(), path, $"must have at least {rule} items", errors);
                break;
            case "maxItems":
                Require(value.GetArrayLength() <= rule.GetInt32(), path, $"must have at most {rule} items", errors);
                break;
            case "uniqueItems" when rule.ValueKind == JsonValueKind.True:
                Require(IsUnique(value), path, "must not have the same item twice", errors);
                break;
        }
    }

    private void OfString(string name, JsonElement rule, string text, string path, List<string> errors)
    {
        switch (name)
        {
            case "minLength":
                Require(Length(text) >= rule.GetInt32(), path, $"must have at least {rule} characters", errors);
                break;
            case "maxLength":
                Require(Length(text) <= rule.GetInt32(), path, $"must have at most {rule} characters", errors);
                break;
            case "pattern":
                var pattern = rule.GetString()!;
                if (!_patterns.TryGetValue(pattern, out var regex))
                {
                    _patterns[pattern] = regex = SchemaKeywords.Pattern(pattern);
                }

                Require(regex.IsMatch(text), path, $"must match {pattern}", errors);
                break;
        }
    }

    private static void OfNumber(string name, JsonElement rule, JsonElement value, string path, List<string> errors)
    {
        switch (name)
        {
            case "minimum":
                Require(Compare(value, rule) >= 0, path, $"must be at least {rule}", errors);
                break;
            case "maximum":
                Require(Compare(value, rule) <= 0, path, $"must be at most {rule}", errors);
                break;
            case "exclusiveMinimum":
                Require(Compare(value, rule) > 0, path, $"must be above {rule}", errors);
                break;
            case "exclusiveMaximum":
                Require(Compare(value, rule) < 0, path, $"must be below {rule}", errors);
                break;
            case "multipleOf":
                Require(value.TryGetDecimal(out var number) && number % rule.GetDecimal() == 0, path, $"must be a multiple of {rule}", errors);
                break;
        }
    }

    private bool IsUnique(JsonElement array)
    {
        var items = array.EnumerateArray().ToArray();
        for (var i = 0; i < items.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                _steps += 8;
                if (_steps > MaxSteps)
                {
                    throw new TooMuchException();
                }

                if (Same(items[i], items[j]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static int Length(string text) => text.Length - text.Count(char.IsLowSurrogate);
}
