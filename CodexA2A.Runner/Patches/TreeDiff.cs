using System.Text;

namespace CodexA2A.Runner.Patches;

/// <summary>The difference of two stored states of a workspace: the patch and the files in it.</summary>
internal static class TreeDiff
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly string[] Common = ["diff-tree", "-r", "--full-index", "-M", "-l200", "--ignore-submodules=all", "--no-ext-diff", "--no-textconv"];

    /// <summary>The patch from <paramref name="before"/> to <paramref name="after"/>; null when it is too large.</summary>
    /// <param name="shadow">Where both are stored.</param>
    /// <param name="before">The one tree.</param>
    /// <param name="after">The other.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string?> PatchAsync(ShadowRepository shadow, string before, string after, CancellationToken cancellationToken)
    {
        if (await ReadAsync(shadow, ["-p", "--binary"], before, after, cancellationToken) is not { } patch)
        {
            return null;
        }

        try
        {
            return Strict.GetString(patch);
        }
        catch (DecoderFallbackException)
        {
            // Text in another encoding would not survive in JSON: as binary it does.
            shadow.TreatAsBinary();
            return await ReadAsync(shadow, ["-p", "--binary"], before, after, cancellationToken) is { } binary ? Strict.GetString(binary) : null;
        }
    }

    /// <summary>The files that differ, without their hashes.</summary>
    public static async Task<IReadOnlyList<FileDelta>> FilesAsync(ShadowRepository shadow, string before, string after, CancellationToken cancellationToken) =>
        Parse(await shadow.Git.ReadAsync([.. Common, "-z", "--raw", before, after], PatchLimits.ListBytes, default, cancellationToken));

    /// <summary>Reads git's raw list: <c>:100644 100755 id id M</c>, then one path, of a rename two.</summary>
    internal static IReadOnlyList<FileDelta> Parse(byte[] raw)
    {
        var fields = Git.Split(raw).ToArray();
        var files = new List<FileDelta>();
        for (var i = 0; i + 1 < fields.Length;)
        {
            var parts = fields[i].TrimStart(':').Split(' ');
            var renamed = parts[4][0] is 'R' or 'C';
            files.Add(new FileDelta(fields[i + (renamed ? 2 : 1)], renamed ? fields[i + 1] : null, parts[0], parts[1], parts[2], parts[3]));
            i += renamed ? 3 : 2;
        }

        return files;
    }

    private static async Task<byte[]?> ReadAsync(
        ShadowRepository shadow, string[] form, string before, string after, CancellationToken cancellationToken)
    {
        try
        {
            return await shadow.Git.ReadAsync([.. Common, .. form, before, after], PatchLimits.PatchBytes, default, cancellationToken);
        }
        catch (NoPatchException exception) when (exception.Gap == PatchGaps.TooMuch)
        {
            return null;
        }
    }
}

/// <summary>One entry of git's raw list.</summary>
/// <param name="Path">Where it is now, or was.</param>
/// <param name="OldPath">Where it was, of a rename.</param>
/// <param name="OldMode">Zeros where there was none.</param>
/// <param name="NewMode">Zeros where there is none.</param>
/// <param name="OldId">The object before.</param>
/// <param name="NewId">The object afterwards.</param>
internal sealed record FileDelta(string Path, string? OldPath, string OldMode, string NewMode, string OldId, string NewId)
{
    private const string None = "000000";

    /// <summary>One of <see cref="ChangeKinds"/>.</summary>
    public string Kind => OldPath is not null ? ChangeKinds.Rename
        : OldMode == None ? ChangeKinds.Add
        : NewMode == None ? ChangeKinds.Delete
        : ChangeKinds.Update;

    /// <summary>The modes: one where it did not change.</summary>
    public string Mode => OldMode == None ? NewMode : NewMode == None || OldMode == NewMode ? OldMode : $"{OldMode} {NewMode}";

    /// <summary>The object before; null where there was none.</summary>
    public string? Before => OldMode == None ? null : OldId;

    /// <summary>The object afterwards; null where there is none.</summary>
    public string? After => NewMode == None ? null : NewId;
}
