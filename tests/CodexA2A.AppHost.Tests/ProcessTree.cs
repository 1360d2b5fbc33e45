using System.Diagnostics;
using System.Globalization;

namespace CodexA2A.AppHost.Tests;

/// <summary>Processes with all that they started; on Linux only, elsewhere without.</summary>
internal sealed class ProcessTree : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly List<(string Name, Process Process)> _all = [];

    public ProcessTree(IEnumerable<int> roots)
    {
        var parents = Parents();
        var ids = new HashSet<int>(roots);
        while (parents.Where(pair => ids.Contains(pair.Value)).Select(pair => pair.Key).Where(ids.Add).ToList().Count > 0)
        {
            // A generation further.
        }

        foreach (var id in ids)
        {
            try
            {
                var process = Process.GetProcessById(id);
                _all.Add(($"{process.ProcessName} ({id})", process));
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // It ended meanwhile, as a git that Codex asked does.
            }
        }
    }

    public IEnumerable<string> Names => _all.Select(one => one.Name);

    /// <summary>Those that are still there after a while.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        await Task.WhenAll(_all.Select(one => one.Process.WaitForExitAsync(limit.Token))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return [.. _all.Where(one => !one.Process.HasExited && !IsDead(one.Process.Id)).Select(one => one.Name)];
    }

    // One that has ended is there until its parent asks, which may be a first process that never does.
    private static bool IsDead(int id)
    {
        try
        {
            return OperatingSystem.IsLinux() && After(File.ReadAllText($"/proc/{id}/stat"))[0] == "Z";
        }
        catch (IOException)
        {
            return true;
        }
    }

    // "PID (NAME) STATE PARENT …", and a name may have blanks and brackets.
    private static string[] After(string stat) => stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

    public void Dispose()
    {
        foreach (var (_, process) in _all)
        {
            process.Dispose();
        }
    }

    /// <summary>Who started whom.</summary>
    private static Dictionary<int, int> Parents()
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in OperatingSystem.IsLinux() ? Directory.EnumerateDirectories("/proc") : [])
        {
            try
            {
                if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                {
                    parents[id] = int.Parse(After(File.ReadAllText(Path.Combine(folder, "stat")))[1], CultureInfo.InvariantCulture);
                }
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return parents;
    }
}
