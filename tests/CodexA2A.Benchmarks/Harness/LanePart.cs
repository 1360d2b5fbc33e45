namespace CodexA2A.Benchmarks.Harness;

/// <summary>One process of a lane.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Pid">The process.</param>
/// <param name="Below">On whose account goes what it starts.</param>
internal sealed record LanePart(string Name, int Pid, string Below = LanePart.Codex)
{
    /// <summary>The name of Codex, which is nobody's overhead.</summary>
    public const string Codex = "Codex";

    /// <summary>CPU time and resident memory so far, by name.</summary>
    public static IReadOnlyDictionary<string, (TimeSpan Cpu, long Bytes)> Usage(IEnumerable<LanePart> parts)
    {
        var usage = new Dictionary<string, (TimeSpan Cpu, long Bytes)>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            var read = TreeUsage.Read(part.Pid);
            Add(part.Name, read.Root, read.RootBytes);
            Add(part.Below, read.Below, read.TreeBytes - read.RootBytes);
        }

        return usage;

        void Add(string name, TimeSpan cpu, long bytes)
        {
            var so = usage.GetValueOrDefault(name);
            usage[name] = (so.Cpu + cpu, so.Bytes + bytes);
        }
    }
}
