using System.Collections.Concurrent;

namespace CodexA2A.Runner.Patches;

/// <summary>
/// The settings of repositories that say how files are compared, read once for as long as their files are the same: turns of one
/// workspace ask again and again.
/// </summary>
internal sealed class RepositorySettings(TimeProvider time)
{
    private const int Most = 256;

    /// <summary>Where references are kept, if not in files.</summary>
    public const string RefStorage = "extensions.refstorage";

    private static readonly string[] Kept =
        ["core.autocrlf", "core.eol", "core.filemode", "core.symlinks", "core.ignorecase", "core.precomposeunicode", "extensions.objectformat", RefStorage];

    private readonly ConcurrentDictionary<string, (string Stamp, IReadOnlyList<(string Name, string Value)> Settings)> _known = new(StringComparer.Ordinal);

    /// <summary>The settings of a repository.</summary>
    /// <param name="git">Asks it.</param>
    /// <param name="config">Its file of settings.</param>
    /// <param name="treeConfig">The one of its working tree alone, which need not be there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<(string Name, string Value)>> ReadAsync(Git git, string config, string treeConfig, CancellationToken cancellationToken)
    {
        // Before they are read: what changes meanwhile looks different the next time.
        var (one, other) = (new FileInfo(config), new FileInfo(treeConfig));
        var stamp = $"{FileStamp.Of(one)} {FileStamp.Of(other)}";
        if (_known.TryGetValue(config, out var known) && known.Stamp == stamp)
        {
            return known.Settings;
        }

        var output = await git.TryReadAsync(["config", "--local", "--no-includes", "-z", "--list"], 256 * 1024, default, cancellationToken);
        var settings = Parse(output ?? []);
        if (output is not null && FileStamp.IsSettled(one, time) && FileStamp.IsSettled(other, time))
        {
            if (_known.Count >= Most)
            {
                _known.Clear();
            }

            _known[config] = (stamp, settings);
        }

        return settings;
    }

    private static IReadOnlyList<(string Name, string Value)> Parse(byte[] output) =>
    [
        .. Git.Split(output)
            .Select(entry => entry.Split('\n', 2))
            .Where(entry => entry.Length == 2 && Kept.Contains(entry[0]) && (entry[0] == RefStorage || entry[1].All(char.IsAsciiLetterOrDigit)))
            .Select(entry => (entry[0], entry[1])),
    ];
}
