using System.Security.Cryptography;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Sandbox;

/// <summary>A fresh folder of a probe, for the service's user alone; removed when it is disposed. Its name says whose it is.</summary>
internal sealed class ProbeFolder : IDisposable
{
    private const string Prefix = "a2a-probe-";

    /// <summary>A probe takes seconds: a folder of nobody that can be seen from here is left behind after this time.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>All that can be in one: what a probe writes, and what Codex makes in a folder that can be written (empty folders).</summary>
    private static readonly string[] Files = ["canary", "written"];

    private static readonly string[] Folders = [".git", ".codex", ".agents", ".aws"];

    /// <summary>Makes it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public ProbeFolder(string parent) =>
        Path = CodexPaths.Private(System.IO.Path.Combine(parent, Name(ProcessMark.Of(RandomNumberGenerator.GetHexString(16, lowercase: true)))));

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>The name of a folder of a probe.</summary>
    public static string Name(ProcessMark mark) => $"{Prefix}{mark}";

    /// <summary>
    /// Removes what services left that were killed while they tried. Only what a probe makes is removed, by its names: a folder of that
    /// name may be anybody's where everybody may make some.
    /// </summary>
    /// <param name="parents">Where probes are made; what is not there is passed over.</param>
    /// <param name="now">The time.</param>
    /// <returns>How many there were.</returns>
    public static int Sweep(IEnumerable<string> parents, DateTimeOffset now)
    {
        var count = 0;
        foreach (var parent in parents.Distinct(StringComparer.Ordinal))
        {
            try
            {
                count += Directory.EnumerateDirectories(parent, Prefix + "*").ToList().Count(folder => IsLeft(folder, now) && Remove(folder));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It is not there, or none of ours.
            }
        }

        return count;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It holds nothing but random words.
        }
    }

    private static bool IsLeft(string folder, DateTimeOffset now) =>
        new DirectoryInfo(folder) is { LinkTarget: null } found
        && (ProcessMark.Parse(found.Name[Prefix.Length..]) is { IsOwnerDead: true } || now - found.LastWriteTimeUtc > Longest);

    private static bool Remove(string folder)
    {
        try
        {
            Array.ForEach(Files, name => File.Delete(System.IO.Path.Combine(folder, name)));
            foreach (var inner in Folders.Select(name => System.IO.Path.Combine(folder, name)).Where(Directory.Exists))
            {
                Directory.Delete(inner);
            }

            Directory.Delete(folder);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
