using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace CodexA2A.Architecture.Tests.Configuration;

/// <summary>What kind of value a setting takes, with the limits its attributes state.</summary>
internal static class UnitText
{
    public static string Of(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            return string.Join(", ", allowed.Values.Where(value => value is not (null or "")).Select(value => $"`{value}`"));
        var kind = Kind(property.Name, type);
        return Limits(property) is { } limits ? $"{kind}, {limits}" : kind;
    }

    private static string Kind(string name, Type type)
    {
        if (type.IsEnum) return string.Join(", ", Enum.GetNames(type).Select(value => $"`{value}`"));
        if (type == typeof(TimeSpan)) return "time, `[d.]hh:mm:ss`";
        if (type == typeof(bool)) return "`true`, `false`";
        if (type.IsAssignableTo(typeof(IDictionary)) || IsMap(type)) return "text by name";
        if (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable))) return "list of texts";
        if (type == typeof(string)) return "text";
        return name.EndsWith("Bytes", StringComparison.Ordinal) ? "bytes"
            : name.EndsWith("Megabytes", StringComparison.Ordinal) ? "MiB"
            : "number";
    }

    private static bool IsMap(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>);

    private static string? Limits(PropertyInfo property)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is { } range) return $"{range.Minimum} to {range.Maximum}";
        return property.GetCustomAttributes().Select(Between).FirstOrDefault(limits => limits is not null);
    }

    // Our own attributes have no common base, but the same two properties.
    private static string? Between(Attribute attribute) =>
        attribute.GetType() is { Assembly: var home } type && home != typeof(RangeAttribute).Assembly
            && type.GetProperty("Minimum") is { } least && type.GetProperty("Maximum") is { } most
            ? $"{least.GetValue(attribute)} to {most.GetValue(attribute)}"
            : null;
}
