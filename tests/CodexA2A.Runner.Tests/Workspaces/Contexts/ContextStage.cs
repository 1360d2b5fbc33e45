using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Patches;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Workspaces.Contexts;
using CodexA2A.Tasks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.Workspaces.Contexts;

/// <summary>A workspace root and a Codex home, and what gives contexts folders of their own there.</summary>
internal sealed class ContextStage : IDisposable
{
    private readonly string _above = Directory.CreateTempSubdirectory("codex-a2a-contexts-").FullName;
    private readonly Worktrees _worktrees;

    public ContextStage(string kind, TimeSpan? keepIdle = null)
    {
        Root = Directory.CreateDirectory(Path.Combine(_above, "work")).FullName;
        Home = Directory.CreateDirectory(Path.Combine(_above, "home")).FullName;
        _worktrees = new Worktrees(new RepositorySettings(Time));
        Contexts = New(kind);
        Sweeping = new ContextSweeping(
            Contexts, Specs(Root), new CodexHome(Home, Own: true), Options.Create(new WorkspaceOptions { PerContext = kind, KeepIdle = keepIdle }), Options.Create(new SeamOptions()), Time, NullLogger<ContextSweeping>.Instance);
    }

    public static SessionId Session { get; } = new("aaaaaaaaaaaaaaaaaaaaaaaaaa");

    public static SessionId Other { get; } = new("bbbbbbbbbbbbbbbbbbbbbbbbbb");

    public string Root { get; }

    public string Home { get; }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public ContextWorkspaces Contexts { get; }

    public ContextSweeping Sweeping { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The same with another setting, or for another root of the same home.</summary>
    public ContextWorkspaces New(string kind, string? root = null) => new(
        Specs(root ?? Root), new CodexHome(Home, Own: true), _worktrees, Options.Create(new WorkspaceOptions { PerContext = kind }), Time, NullLogger<ContextWorkspaces>.Instance);

    /// <summary>Makes the folder of a context; gives it.</summary>
    public async Task<string> PrepareAsync(SessionId? session = null)
    {
        await Contexts.PrepareAsync(session ?? Session, Stop);
        return Contexts.RootsOf(session ?? Session).RealRoot;
    }

    public void Dispose()
    {
        Sweeping.Dispose();
        _worktrees.Dispose();
        Directory.Delete(_above, recursive: true);
    }

    private static ThreadSpecs Specs(string root) => new(
        Options.Create(new CodexOptions()), Options.Create(new RunnerOptions { WorkspaceRoot = root }), new ShownSandbox());
}
