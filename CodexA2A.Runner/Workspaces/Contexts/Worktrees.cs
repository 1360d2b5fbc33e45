using CodexA2A.Runner.Patches;

namespace CodexA2A.Runner.Workspaces.Contexts;

/// <summary>
/// Makes and removes git working trees of a repository, on no branch. Nothing that the repository configures is run: its hooks are
/// off, and the files are written through a git directory of ours, which knows none of its filters, so that of files in Git LFS the
/// pointers come.
/// </summary>
internal sealed class Worktrees(RepositorySettings settings, TimeProvider time) : IDisposable
{
    private const int OutputBytes = 1024 * 1024;

    /// <summary>Some hundred thousand of them.</summary>
    private const int ListBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan MakeTime = TimeSpan.FromMinutes(5);

    /// <summary>git locks less than it should where two are made at once.</summary>
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Makes one at the commit that is checked out now.</summary>
    /// <param name="root">The top of the repository's own working tree, links followed.</param>
    /// <param name="folder">Where it is to be; nothing is there.</param>
    /// <param name="cancellationToken">Ends it; half of it is left then.</param>
    /// <exception cref="IOException">git takes longer than 5 minutes.</exception>
    /// <exception cref="A2AException">WORKSPACE_NO_REPOSITORY: there is no such repository, or git cannot do it.</exception>
    public async Task MakeAsync(string root, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await _one.WaitAsync(cancellationToken);
            try
            {
                // What waits for others is not slow.
                using var tooLong = new CancellationTokenSource(MakeTime, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLong.Token);
                await AddAsync(root, folder, either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException($"git took longer than {MakeTime.TotalMinutes:0} minutes.");
            }
            finally
            {
                _one.Release();
            }
        }
        catch (NoPatchException exception)
        {
            throw NoRepository("git could not make a working tree of it", exception);
        }
    }

    /// <summary>Makes the repository forget one whose folder is gone; false when it does not.</summary>
    public static async Task<bool> ForgetAsync(string root, string folder, CancellationToken cancellationToken)
    {
        try
        {
            var git = new Git(null, root);
            return !Path.Exists(Path.Combine(root, ".git"))
                || await git.TryReadAsync(["worktree", "remove", "--force", "--force", "--", folder], OutputBytes, default, cancellationToken) is not null
                || await IsForgottenAsync(git, folder, cancellationToken);
        }
        catch (NoPatchException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task AddAsync(string root, string folder, CancellationToken cancellationToken)
    {
        var repository = await Repository.ReadAsync(root, settings, cancellationToken);
        if (repository is not { Head: { } head, HeadTree: { } tree } || repository.Root != root)
        {
            throw NoRepository("it is not the top of a git working tree that has a commit", null);
        }

        await new Git(null, root).ReadAsync(
            ["-c", "worktree.useRelativePaths=false", "worktree", "add", "--force", "--no-checkout", "--detach", "--", folder, head], OutputBytes, default, cancellationToken);
        var shadow = folder + ".making";
        try
        {
            var git = ShadowRepository.Create(shadow, repository with { Root = folder, Index = null }).Git;
            await git.ReadAsync(["read-tree", tree], OutputBytes, default, cancellationToken);
            await git.ReadAsync(["checkout-index", "--all", "--force", "--quiet", "-u"], OutputBytes, default, cancellationToken);
            if ((await Repository.ReadAsync(folder, settings, cancellationToken)).Index is not { } index)
            {
                throw new NoPatchException(PatchGaps.GitFailed, "worktree");
            }

            // With it git knows in the new tree which files are as they were.
            File.Move(Path.Combine(shadow, "index"), index, overwrite: true);
        }
        finally
        {
            if (Directory.Exists(shadow))
            {
                Directory.Delete(shadow, recursive: true);
            }
        }
    }

    private static async Task<bool> IsForgottenAsync(Git git, string folder, CancellationToken cancellationToken)
    {
        var listed = await git.TryReadAsync(["worktree", "list", "--porcelain", "-z"], ListBytes, default, cancellationToken);
        return listed is not null && !Git.Split(listed).Contains($"worktree {folder}");
    }

    private static A2AException NoRepository(string why, Exception? inner) => new(A2AErrorCode.Unavailable,
        $"Each context of this service works in a git working tree of its own of the workspace, and {why}. Whoever runs it must see to that (Workspaces:PerContext); then send the message again.", inner)
    {
        Reason = "WORKSPACE_NO_REPOSITORY",
    };
}
