using System.Collections.Concurrent;

namespace CodexA2A.Runner.Patches;

/// <summary>
/// Repositories that git was asked about, for as long as they look the same: turns of one workspace ask again and again, and a process
/// of git takes milliseconds before the agent begins.
/// </summary>
internal sealed class KnownRepositories(TimeProvider time)
{
    private const int Most = 256;

    private readonly RepositorySettings _settings = new(time);
    private readonly ConcurrentDictionary<string, (RepositoryStamp Stamp, Repository Repository)> _known = new(StringComparer.Ordinal);

    /// <summary>As <see cref="Repository.ReadAsync"/>.</summary>
    public async Task<Repository> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var stamp = RepositoryStamp.Of(folder);
        if (stamp is { GitDirectory: null })
        {
            return new Repository(folder);
        }

        if (stamp is not null && _known.TryGetValue(folder, out var known) && known.Stamp == stamp)
        {
            return known.Repository;
        }

        var repository = await Repository.ReadAsync(folder, _settings, cancellationToken);
        if (stamp is not null && IsWhole(stamp, repository) && RepositoryStamp.Of(folder) == stamp)
        {
            if (_known.Count >= Most)
            {
                _known.Clear();
            }

            _known[folder] = (stamp, repository);
        }

        return repository;
    }

    /// <summary>True when git took what was seen for what it is, and nothing can change unseen.</summary>
    private bool IsWhole(RepositoryStamp stamp, Repository repository)
    {
        var (shared, ofTree) = RepositoryStamp.ConfigFiles(stamp.GitDirectory!);
        return repository.Root == stamp.Root && repository.GitDirectory == stamp.GitDirectory && repository.Head == stamp.Commit
            && repository.Settings.All(setting => setting.Name != RepositorySettings.RefStorage)
            && FileStamp.IsSettled(shared, time) && FileStamp.IsSettled(ofTree, time);
    }
}
