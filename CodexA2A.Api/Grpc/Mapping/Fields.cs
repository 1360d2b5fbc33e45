using Google.Protobuf.Collections;

namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>The rule that proto3 and our records share: what is empty is unset, but where the proto says <c>optional</c> or the record says required.</summary>
internal static class Fields
{
    /// <summary>The text; null when it is empty.</summary>
    public static string? OrNull(this string text) => text.Length == 0 ? null : text;

    /// <summary>The strings; null when there are none.</summary>
    public static IReadOnlyList<string>? OrNull(this RepeatedField<string> strings) => strings.Count == 0 ? null : [.. strings];

    /// <summary>The items as records; null when there are none.</summary>
    public static IReadOnlyList<TRecord>? OrNull<TWire, TRecord>(this RepeatedField<TWire> items, Func<TWire, TRecord> read) =>
        items.Count == 0 ? null : items.Read(read);

    /// <summary>The items as records.</summary>
    public static IReadOnlyList<TRecord> Read<TWire, TRecord>(this RepeatedField<TWire> items, Func<TWire, TRecord> read)
    {
        var records = new TRecord[items.Count];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = read(items[i]);
        }

        return records;
    }

    /// <summary>Adds the records, where there are any.</summary>
    public static void AddAll<TWire, TRecord>(this RepeatedField<TWire> items, IReadOnlyList<TRecord>? records, Func<TRecord, TWire> write)
    {
        if (records is null) return;
        items.Capacity = records.Count;
        foreach (var record in records)
        {
            items.Add(write(record));
        }
    }

    /// <summary>Adds the strings, where there are any.</summary>
    public static void AddAll(this RepeatedField<string> items, IReadOnlyList<string>? strings)
    {
        if (strings is not null) items.AddRange(strings);
    }

    /// <summary>The entries as a map of records.</summary>
    public static Dictionary<string, TRecord> Read<TWire, TRecord>(this MapField<string, TWire> map, Func<TWire, TRecord> read) =>
        map.ToDictionary(entry => entry.Key, entry => read(entry.Value), StringComparer.Ordinal);

    /// <summary>Adds the entries, where there are any.</summary>
    public static void AddAll<TWire, TRecord>(this MapField<string, TWire> map, IReadOnlyDictionary<string, TRecord>? records, Func<TRecord, TWire> write)
    {
        if (records is null) return;
        foreach (var (key, record) in records)
        {
            map[key] = write(record);
        }
    }
}
