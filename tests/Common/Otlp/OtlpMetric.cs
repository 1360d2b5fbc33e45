namespace CodexA2A.Testing;

/// <summary>One point of a metric as it was exported; of a histogram its count and its sum.</summary>
internal sealed record OtlpMetric(OtlpProcess Process, string Scope, string Name, IReadOnlyDictionary<string, string> Tags, double Value, double Sum)
{
    public string Service => Process.Service;

    /// <summary>The points of an export request.</summary>
    public static List<OtlpMetric> Read(ReadOnlySpan<byte> request)
    {
        var points = new List<OtlpMetric>();
        foreach (var (process, scope, bytes) in OtlpScopes.Read(request))
        {
            var name = "";
            var reader = new ProtoReader(bytes);
            while (reader.Next())
            {
                switch (reader.Field)
                {
                    case 1: name = reader.Text; break;
                    case 5 or 7: Add(points, reader.Bytes, histogram: false, process, scope, name); break;
                    case 9: Add(points, reader.Bytes, histogram: true, process, scope, name); break;
                }
            }
        }

        return points;
    }

    private static void Add(List<OtlpMetric> to, ReadOnlySpan<byte> data, bool histogram, OtlpProcess process, string scope, string name)
    {
        var reader = new ProtoReader(data);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                to.Add(Point(reader.Bytes, histogram, process, scope, name));
            }
        }
    }

    private static OtlpMetric Point(ReadOnlySpan<byte> bytes, bool histogram, OtlpProcess process, string scope, string name)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var (value, sum) = (0d, 0d);
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 7 when !histogram: OtlpAttributes.Add(tags, reader.Bytes); break;
                case 9 when histogram: OtlpAttributes.Add(tags, reader.Bytes); break;
                case 4: value = histogram ? reader.Number : reader.Double; break;
                case 5 when histogram: sum = reader.Double; break;
                case 6 when !histogram: value = (long)reader.Number; break;
            }
        }

        return new OtlpMetric(process, scope, name, tags, value, sum);
    }
}
