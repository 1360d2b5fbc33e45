namespace CodexA2A.Runner.Patches;

/// <summary>What says that a file is the one that was read before.</summary>
internal static class FileStamp
{
    /// <summary>A file that was written just now may be written again without looking different.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>Its time and length.</summary>
    public static string Of(FileInfo file) => file.Exists ? $"{file.LastWriteTimeUtc.Ticks}.{file.Length}" : "none";

    /// <summary>True when a change from now on shows; of a link, whose file changes elsewhere, none does.</summary>
    public static bool IsSettled(FileInfo file, TimeProvider time) =>
        file.LinkTarget is null && (!file.Exists || time.GetUtcNow() - file.LastWriteTimeUtc > Settled);
}
