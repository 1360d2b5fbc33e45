using CodexA2A.Runner.AppServer;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Patches;

/// <summary>
/// Finds out what turns change: how the files are is stored when a turn begins, under its task in the Codex home, so that a turn that
/// goes on after a loss, or is asked once more, still has its beginning. Bounded in time and size; whatever fails costs the patch and
/// never the turn.
/// </summary>
internal sealed partial class TurnPatches(CodexHome home, IOptions<RunnerOptions> options, TimeProvider time, ILogger<TurnPatches> logger) : IDisposable
{
    private const string BaseName = "a2a-base";

    private readonly SemaphoreSlim _running = new(Math.Max(2, Environment.ProcessorCount));
    private readonly KnownRepositories _repositories = new(time);
    private readonly PatchFolders _folders = new(home, time);

    /// <summary>
    /// Stores how the files are now that a turn may change, unless that is stored for the task already: those of the repository that
    /// its folder is in, as far as it lies in the workspace, or of the folder where there is none.
    /// </summary>
    /// <param name="key">Session and task, with a <c>/</c> between them.</param>
    /// <param name="workspace">The folder that turns stay in, links followed.</param>
    /// <param name="turnFolder">The folder of this turn, the workspace or below it, links followed.</param>
    /// <param name="late">True when the turn had begun before, so that a beginning that is not stored is lost.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PatchBase> BeginAsync(string key, string workspace, string turnFolder, bool late, CancellationToken cancellationToken)
    {
        var folder = _folders.Of(key);
        try
        {
            return await LimitedAsync(async token =>
            {
                _folders.Clean();
                return await ReadAsync(folder, token) ?? await StoreAsync(folder, (workspace, turnFolder), late ? [PatchGaps.BaseLost] : [], token);
            }, cancellationToken);
        }
        catch (NoPatchException exception)
        {
            LogNoBase(key, exception.Message);
            return new PatchBase(folder, exception.Gap);
        }
    }

    /// <summary>What an earlier runner stored for the task; where there is nothing, that is told of it.</summary>
    public async Task<PatchBase> ResumeAsync(string key, CancellationToken cancellationToken)
    {
        var folder = _folders.Of(key);
        try
        {
            return await LimitedAsync(async token => await ReadAsync(folder, token) ?? new PatchBase(folder, PatchGaps.BaseLost), cancellationToken);
        }
        catch (NoPatchException exception)
        {
            return new PatchBase(folder, exception.Gap);
        }
    }

    /// <summary>What has changed since.</summary>
    public async Task<TurnPatch> EndAsync(PatchBase since, CancellationToken cancellationToken)
    {
        try
        {
            return since is { Shadow: { } shadow }
                ? await LimitedAsync(token => DiffAsync(since, shadow, token), cancellationToken)
                : new TurnPatch { Gaps = [since.Gap ?? PatchGaps.GitFailed] };
        }
        catch (NoPatchException exception)
        {
            LogNoPatch(since.Folder, exception.Message);
            return new TurnPatch { BaseCommit = since.Commit, Gaps = [exception.Gap] };
        }
    }

    /// <summary>Removes what turns of a session left behind that were never settled.</summary>
    public void Forget(string session) => _folders.Forget(session);

    /// <summary>Nobody asks any more what changed since.</summary>
    public void Drop(PatchBase since)
    {
        // A spare whose next turn was not stored yet must not be taken for its beginning.
        if (since.Shadow is not { } shadow || !_folders.Keep(shadow, since.Folder, BaseName))
        {
            PatchFolders.Delete(since.Folder);
        }
    }

    /// <summary>Nobody asks any more how the files were, be it stored or not.</summary>
    /// <param name="key">Session and task.</param>
    public void Drop(string key) => PatchFolders.Delete(_folders.Of(key));

    private static async Task<TurnPatch> DiffAsync(PatchBase since, ShadowRepository shadow, CancellationToken cancellationToken)
    {
        var gaps = new SortedSet<string>(since.Gaps, StringComparer.Ordinal);
        var changed = await shadow.ChangedAsync(since.Scope, gaps, cancellationToken);
        var before = since.Tree ?? await shadow.TreeAsync(cancellationToken);
        var after = before;
        if (changed.Count > 0 && since.Tree is null)
        {
            // From here on what is stored is the end: a runner that finds this one gone must not take it for the beginning.
            await WriteAsync(since with { Tree = before }, cancellationToken);
        }

        if (changed.Count > 0 || since.Tree is not null)
        {
            await shadow.StoreAsync(changed, cancellationToken);
            after = await shadow.TreeAsync(cancellationToken);
        }

        var patch = new TurnPatch { Text = "", BaseCommit = since.Commit, BaseDirty = before != since.CommitTree };
        if (after != before)
        {
            var files = await TreeDiff.FilesAsync(shadow, before, after, cancellationToken);
            var hashes = await BlobHashes.ReadAsync(shadow.Git, files.SelectMany(file => (string?[])[file.Before, file.After]).OfType<string>(), cancellationToken);
            var text = await TreeDiff.PatchAsync(shadow, before, after, cancellationToken);
            if (text is null)
            {
                gaps.Add(PatchGaps.LargePatch);
            }

            patch = patch with
            {
                Text = text,
                Files = [.. files.Select(file => new ChangedFile(file.Path, file.Kind)
                {
                    OldPath = file.OldPath,
                    Mode = file.Mode,
                    Before = file.Before is { } old ? hashes.GetValueOrDefault(old) : null,
                    After = file.After is { } now ? hashes.GetValueOrDefault(now) : null,
                })],
            };
        }

        return patch with { Gaps = [.. gaps] };
    }

    private async Task<PatchBase> StoreAsync(string folder, (string Root, string Turn) places, string[] lost, CancellationToken cancellationToken)
    {
        var repository = await _repositories.ReadAsync(places.Turn, cancellationToken);
        var shadow = _folders.Spares.Take(folder, repository, time);
        var scope = ScopeOf(repository.Root, places.Root);
        var gaps = new SortedSet<string>(lost, StringComparer.Ordinal);
        await shadow.StoreAsync(await shadow.ChangedAsync(scope, gaps, cancellationToken), cancellationToken);
        var stored = new PatchBase(folder, null)
        {
            Shadow = shadow,
            Root = repository.Root,
            Scope = scope,
            Commit = repository.Head,
            CommitTree = repository.HeadTree,
            Gaps = [.. gaps],
        };
        await WriteAsync(stored, cancellationToken);
        return stored;
    }

    private static async Task WriteAsync(PatchBase stored, CancellationToken cancellationToken)
    {
        var file = Path.Combine(stored.Folder, BaseName);
        await File.WriteAllTextAsync(file + ".new", stored.ToText(), cancellationToken);
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>The workspace from the top of the tree, where it is below; empty where all of the tree is in it.</summary>
    internal static string ScopeOf(string root, string workspace) =>
        Path.GetRelativePath(root, workspace) is var relative && (relative == "." || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal)) ? "" : relative;

    private static async Task<PatchBase?> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, BaseName);
        if (File.Exists(file) && PatchBase.FromText(folder, await File.ReadAllTextAsync(file, cancellationToken)) is { } stored)
        {
            return stored;
        }

        PatchFolders.Delete(folder);
        return null;
    }

    private async Task<T> LimitedAsync<T>(Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        var limit = options.Value.PatchTimeout;
        if (limit == TimeSpan.Zero)
        {
            throw new NoPatchException(PatchGaps.Off);
        }

        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _running.WaitAsync(either.Token);
            try
            {
                return await run(either.Token);
            }
            finally
            {
                _running.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NoPatchException(PatchGaps.TooSlow);
        }
#pragma warning disable CA1031 // The workspace is the agent's to prepare: whatever it makes of our reading costs the patch and never the turn.
        catch (Exception exception) when (exception is not (NoPatchException or OperationCanceledException))
#pragma warning restore CA1031
        {
            throw new NoPatchException(PatchGaps.GitFailed, exception.Message);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _folders.Dispose();
        _running.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {Task} will have no patch: {Reason}")]
    private partial void LogNoBase(string task, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "What changed since {Folder} was stored is not known: {Reason}")]
    private partial void LogNoPatch(string folder, string reason);
}
