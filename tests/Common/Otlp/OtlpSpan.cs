using System.Globalization;

namespace CodexA2A.Testing;

/// <summary>Who exported it.</summary>
internal sealed record OtlpProcess(string Service, string Instance);

/// <summary>A span as it was exported. Ids in lower-case hex; an id of no parent is empty. Times in Unix nanoseconds.</summary>
internal sealed record OtlpSpan(OtlpProcess Process, string Scope, string TraceId, string SpanId, string ParentId, string Name, ulong Start, ulong End)
{
    public string Service => Process.Service;

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Trace and span ids of what it is linked to.</summary>
    public IReadOnlyList<(string TraceId, string SpanId)> Links { get; init; } = [];

    /// <summary>True when it ended as failed.</summary>
    public bool Failed { get; init; }

    /// <summary>The spans of an export request.</summary>
    public static List<OtlpSpan> Read(ReadOnlySpan<byte> request)
    {
        var spans = new List<OtlpSpan>();
        foreach (var (process, scope, bytes) in OtlpScopes.Read(request))
        {
            spans.Add(One(process, scope, bytes));
        }

        return spans;
    }

    private static OtlpSpan One(OtlpProcess process, string scope, byte[] bytes)
    {
        var span = new OtlpSpan(process, scope, "", "", "", "", 0, 0);
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var links = new List<(string, string)>();
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: span = span with { TraceId = Convert.ToHexStringLower(reader.Bytes) }; break;
                case 2: span = span with { SpanId = Convert.ToHexStringLower(reader.Bytes) }; break;
                case 4: span = span with { ParentId = Convert.ToHexStringLower(reader.Bytes) }; break;
                case 5: span = span with { Name = reader.Text }; break;
                case 7: span = span with { Start = reader.Number }; break;
                case 8: span = span with { End = reader.Number }; break;
                case 9: OtlpAttributes.Add(tags, reader.Bytes); break;
                case 13: links.Add(Link(reader.Bytes)); break;
                case 15: span = span with { Failed = IsError(reader.Bytes) }; break;
            }
        }

        return span with { Tags = tags, Links = links };
    }

    private static (string TraceId, string SpanId) Link(ReadOnlySpan<byte> bytes)
    {
        var (trace, id) = ("", "");
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            (trace, id) = reader.Field switch
            {
                1 => (Convert.ToHexStringLower(reader.Bytes), id),
                2 => (trace, Convert.ToHexStringLower(reader.Bytes)),
                _ => (trace, id),
            };
        }

        return (trace, id);
    }

    private static bool IsError(ReadOnlySpan<byte> status)
    {
        var reader = new ProtoReader(status);
        while (reader.Next())
        {
            if (reader.Field == 3)
            {
                return reader.Number == 2;
            }
        }

        return false;
    }
}

/// <summary>Attributes as texts.</summary>
internal static class OtlpAttributes
{
    /// <summary>Adds one KeyValue.</summary>
    public static void Add(Dictionary<string, string> to, ReadOnlySpan<byte> keyValue)
    {
        var (key, value) = ("", "");
        var reader = new ProtoReader(keyValue);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                key = reader.Text;
            }
            else
            {
                value = Value(reader.Bytes);
            }
        }

        to[key] = value;
    }

    private static string Value(ReadOnlySpan<byte> any)
    {
        var reader = new ProtoReader(any);
        return !reader.Next() ? "" : reader.Field switch
        {
            1 => reader.Text,
            2 => reader.Number != 0 ? "true" : "false",
            3 => ((long)reader.Number).ToString(CultureInfo.InvariantCulture),
            4 => reader.Double.ToString(CultureInfo.InvariantCulture),
            _ => Convert.ToHexStringLower(reader.Bytes),
        };
    }
}

/// <summary>What lies in every export request alike: resources, in them scopes, in them what was measured.</summary>
internal static class OtlpScopes
{
    /// <summary>Each thing with its process and its scope.</summary>
    public static List<(OtlpProcess Process, string Scope, byte[] Bytes)> Read(ReadOnlySpan<byte> request)
    {
        var found = new List<(OtlpProcess, string, byte[])>();
        var reader = new ProtoReader(request);
        while (reader.Next())
        {
            var process = Process(reader.Bytes);
            var resource = new ProtoReader(reader.Bytes);
            while (resource.Next())
            {
                if (resource.Field != 2)
                {
                    continue;
                }

                var scope = "";
                var inside = new ProtoReader(resource.Bytes);
                while (inside.Next())
                {
                    if (inside.Field == 1)
                    {
                        scope = Name(inside.Bytes);
                    }
                    else if (inside.Field == 2)
                    {
                        found.Add((process, scope, inside.Bytes.ToArray()));
                    }
                }
            }
        }

        return found;
    }

    private static OtlpProcess Process(ReadOnlySpan<byte> bytes)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                var resource = new ProtoReader(reader.Bytes);
                while (resource.Next())
                {
                    if (resource.Field == 1)
                    {
                        OtlpAttributes.Add(tags, resource.Bytes);
                    }
                }
            }
        }

        return new OtlpProcess(tags.GetValueOrDefault("service.name", ""), tags.GetValueOrDefault("service.instance.id", ""));
    }

    private static string Name(ReadOnlySpan<byte> scope)
    {
        var reader = new ProtoReader(scope);
        return reader.Next() && reader.Field == 1 ? reader.Text : "";
    }
}
