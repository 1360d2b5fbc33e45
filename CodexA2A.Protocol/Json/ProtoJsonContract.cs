using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace CodexA2A.Protocol.Json;

/// <summary>
/// The rules of ProtoJSON that the serializer does not know, added to each type's generated contract: what is omitted, what must be there,
/// and that of alternatives exactly one is set.
/// </summary>
internal static class ProtoJsonContract
{
    /// <summary>Strings whose empty value means something: members of a oneof, and proto <c>optional</c>.</summary>
    private static readonly HashSet<(Type, string)> EmptyIsKept =
    [
        (typeof(Part), "text"), (typeof(Part), "url"), (typeof(AgentCard), "documentationUrl"), (typeof(AgentCard), "iconUrl"),
    ];

    /// <summary>The members that must be there, by type; of a type once its contract is made.</summary>
    internal static readonly ConcurrentDictionary<Type, IReadOnlyList<string>> Required = new();

    internal static void Apply(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Assembly != typeof(ProtoJsonContract).Assembly) return;
        Required[type.Type] = [.. type.Properties.Where(property => property.IsRequired).Select(property => property.Name)];
        var checks = new List<Action<object>>();
        foreach (var property in type.Properties)
        {
            // A missing required string or list reads as empty and is judged by RequestValidation, as a path may still supply it (REST).
            var required = property.IsRequired;
            property.IsRequired = false;
            if (required) property.ShouldSerialize = static (_, _) => true;
            else if (IsText(property.PropertyType) && !EmptyIsKept.Contains((type.Type, property.Name))) property.ShouldSerialize = static (_, value) => value is string { Length: > 0 };
            else if (IsCollection(property.PropertyType)) property.ShouldSerialize = static (_, value) => value is not null && !IsEmpty(value);

            if (property.Get is not { } get) continue;
            var name = property.Name;
            if (required && IsMessage(property.PropertyType)) checks.Add(owner => Present(get(owner), name));
            else if (IsCollection(property.PropertyType)) checks.Add(owner => WithoutNulls(get(owner), name));
        }
        if (typeof(IOneOf).IsAssignableFrom(type.Type))
        {
            checks.Add(ExactlyOne);
            type.OnSerializing = ExactlyOne;
        }
        if (checks.Count == 0) return;
        var all = checks.ToArray();
        type.OnDeserialized = owner => { foreach (var check in all) check(owner); };
    }

    private static bool IsText(Type type) => type == typeof(string);

    private static bool IsCollection(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) || type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));

    private static bool IsMessage(Type type) => !type.IsValueType && !IsText(type) && !IsCollection(type) && type != typeof(JsonObject);

    private static bool IsEmpty(object value) => value switch
    {
        ICollection collection => collection.Count == 0,
        IEnumerable items => !items.GetEnumerator().MoveNext(),
        _ => false,
    };

    private static void Present(object? value, string name)
    {
        if (value is null) throw new ShapeException("is required", name);
    }

    private static void WithoutNulls(object? value, string name)
    {
        switch (value)
        {
            case IList list:
                for (var i = 0; i < list.Count; i++)
                    if (list[i] is null) throw new ShapeException("must not be null", $"{name}[{i}]");
                break;
            case IDictionary map:
                foreach (DictionaryEntry entry in map)
                    if (entry.Value is null) throw new ShapeException("must have no null values", name);
                break;
        }
    }

    private static void ExactlyOne(object owner)
    {
        var oneOf = (IOneOf)owner;
        if (oneOf.SetCount != 1) throw new ShapeException($"must have exactly one of {oneOf.Alternatives}");
    }
}
