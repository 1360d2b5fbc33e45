using System.Globalization;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>CPU time and memory of a process and of everything below it, from /proc.</summary>
/// <param name="Root">CPU time of the root process itself.</param>
/// <param name="Below">CPU time of what it started, ended processes included.</param>
/// <param name="RootBytes">Resident memory of the root process.</param>
/// <param name="TreeBytes">Resident memory of all of them; shared pages count in each.</param>
internal sealed record TreeUsage(TimeSpan Root, TimeSpan Below, long RootBytes, long TreeBytes)
{
    private const double TicksPerSecond = 100;

    /// <summary>Reads it now.</summary>
    public static TreeUsage Read(int root)
    {
        var all = Directory.EnumerateDirectories("/proc").Select(Parse).OfType<Stat>().ToDictionary(stat => stat.Pid);
        if (!all.TryGetValue(root, out var top))
        {
            throw new InvalidOperationException($"Process {root} has ended.");
        }

        var tree = all.Values.Where(stat => stat.Pid == root || IsBelow(all, stat, root)).ToList();
        return new TreeUsage(
            Seconds(top.Own), Seconds(tree.Sum(stat => stat.Own + stat.Reaped) - top.Own), top.Bytes, tree.Sum(stat => stat.Bytes));
    }

    /// <summary>The processes below one.</summary>
    public static IReadOnlyList<int> PidsBelow(int root)
    {
        var all = Directory.EnumerateDirectories("/proc").Select(Parse).OfType<Stat>().ToDictionary(stat => stat.Pid);
        return [.. all.Values.Where(stat => IsBelow(all, stat, root)).Select(stat => stat.Pid)];
    }

    /// <summary>CPU time that the whole machine has been busy, stolen time left out.</summary>
    public static TimeSpan Machine()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Seconds(new[] { 1, 2, 3, 6, 7 }.Sum(field => long.Parse(fields[field], CultureInfo.InvariantCulture)));
    }

    private static bool IsBelow(Dictionary<int, Stat> all, Stat stat, int root)
    {
        for (var depth = 0; depth < 32 && all.TryGetValue(stat.Parent, out var parent); depth++)
        {
            if (parent.Pid == root)
            {
                return true;
            }

            stat = parent;
        }

        return false;
    }

    private static TimeSpan Seconds(long ticks) => TimeSpan.FromSeconds(ticks / TicksPerSecond);

    private static Stat? Parse(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder), out var pid))
        {
            return null;
        }

        try
        {
            // The name stands in brackets and may hold blanks.
            var text = File.ReadAllText($"{folder}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            long Field(int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture);
            return new Stat(pid, (int)Field(4), Field(14) + Field(15), Field(16) + Field(17), Field(24) * Environment.SystemPageSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Stat(int Pid, int Parent, long Own, long Reaped, long Bytes);
}
