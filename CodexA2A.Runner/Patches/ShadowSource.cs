namespace CodexA2A.Runner.Patches;

/// <summary>What a shadow is made of; of equal sources equal shadows are made.</summary>
/// <param name="Root">The top of the working tree.</param>
/// <param name="Objects">The objects of the repository.</param>
/// <param name="Configuration">Its own file of settings.</param>
/// <param name="Files">Time and length of what is copied.</param>
internal sealed record ShadowSource(string Root, string? Objects, string Configuration, string Files)
{
    /// <summary>What it is made of now; null where a file may change without looking different.</summary>
    public static ShadowSource? Of(Repository repository, TimeProvider time)
    {
        var copied = new[] { repository.Exclude, repository.Index }.Select(path => path is null ? null : new FileInfo(path)).ToArray();
        return copied.All(file => file is null || FileStamp.IsSettled(file, time))
            ? new(repository.Root, repository.Objects, ShadowRepository.Configuration(repository), string.Join(' ', copied.Select(file => file is null ? "none" : FileStamp.Of(file))))
            : null;
    }
}
