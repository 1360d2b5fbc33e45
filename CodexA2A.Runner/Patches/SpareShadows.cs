using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Patches;

/// <summary>
/// Shadows that stored nothing of their own, for the next turn of the same repository: to make one anew takes a dozen files and folders,
/// and the index of a large repository has megabytes. Their owner removes them in the end; whoever starts next, those of one that died.
/// </summary>
/// <param name="folder">Where they lie; beside those of sessions, so that moving them is a new name.</param>
internal sealed class SpareShadows(string folder) : IDisposable
{
    /// <summary>How the names of their folders begin; those of sessions do not.</summary>
    public const string Prefix = "spare-";

    private const string Gone = "gone-";
    private const int Most = 16;

    private readonly Lock _gate = new();
    private readonly List<(ShadowSource Source, string Folder)> _spares = [];
    private bool _isOver;

    /// <summary>A shadow at <paramref name="place"/>, which is not there yet.</summary>
    public ShadowRepository Take(string place, Repository repository, TimeProvider time)
    {
        var source = ShadowSource.Of(repository, time);
        if (Find(source) is { } spare)
        {
            try
            {
                CodexPaths.Private(Path.GetDirectoryName(place)!);
                Directory.Move(spare, place);
                return new ShadowRepository(place, repository.Root) { Source = source };
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody has removed it; if not, it is nobody's now.
                Remove(spare);
            }
        }

        var made = ShadowRepository.Create(place, repository);
        // What changed while it was copied makes no spare.
        return ShadowSource.Of(repository, time) == source ? new(place, repository.Root) { Source = source } : made;
    }

    /// <summary>Takes the folder of a shadow that nobody needs; false when it makes no spare.</summary>
    /// <param name="shadow">The shadow.</param>
    /// <param name="place">Its folder.</param>
    public bool Give(ShadowRepository shadow, string place)
    {
        if (shadow.Source is not { } source)
        {
            return false;
        }

        lock (_gate)
        {
            if (_isOver)
            {
                return false;
            }

            if (_spares.Count >= Most)
            {
                Remove(_spares[0].Folder);
                _spares.RemoveAt(0);
            }

            var spare = Path.Combine(folder, $"{Prefix}{Guid.NewGuid():N}");
            Directory.Move(place, spare);
            _spares.Add((source, spare));
            return true;
        }
    }

    /// <summary>Removes all, those of other processes too, which make new ones: an index names the files of its workspace.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _spares.Clear();
        }

        foreach (var spare in List().Where(one => one.Name.StartsWith(Prefix, StringComparison.Ordinal) || one.Name.StartsWith(Gone, StringComparison.Ordinal)))
        {
            Remove(spare.FullName);
        }
    }

    /// <summary>None where there is no folder any more.</summary>
    private DirectoryInfo[] List()
    {
        try
        {
            return new DirectoryInfo(folder).GetDirectories();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        Clear();
    }

    private string? Find(ShadowSource? source)
    {
        if (source is null)
        {
            return null;
        }

        lock (_gate)
        {
            var at = _spares.FindLastIndex(spare => spare.Source == source);
            if (at < 0)
            {
                // Another state of this repository does not come back.
                foreach (var old in _spares.Where(spare => spare.Source.Root == source.Root).ToArray())
                {
                    _spares.Remove(old);
                    Remove(old.Folder);
                }

                return null;
            }

            var found = _spares[at].Folder;
            _spares.RemoveAt(at);
            return found;
        }
    }

    /// <summary>By another name first: nobody takes a half of it.</summary>
    private void Remove(string spare)
    {
        try
        {
            var gone = Path.Combine(folder, $"{Gone}{Guid.NewGuid():N}");
            Directory.Move(spare, gone);
            Directory.Delete(gone, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It goes with what is left behind.
        }
    }
}
