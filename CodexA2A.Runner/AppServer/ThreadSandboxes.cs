using System.Collections.Concurrent;
using System.Text.Json;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Which sandbox the threads of a process have where <c>Codex:SandboxMode</c> names none. Codex keeps that of a thread with it: one
/// that ran without a fence would go on without, although nothing says so any more. Its turns are given a fence then.
/// </summary>
internal sealed class ThreadSandboxes
{
    private readonly ConcurrentDictionary<string, SandboxPolicy> _fenced = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SandboxPolicy> _has = new(StringComparer.Ordinal);
    private volatile SandboxPolicy? _fresh;

    /// <summary>A thread was begun, loaded or copied, and Codex said what it has.</summary>
    public void Loaded(string threadId, JsonElement? sandbox)
    {
        if (Read(sandbox) is { } has)
        {
            _has[threadId] = has;
        }
    }

    /// <summary>Whether a thread was loaded with more than a policy gives: what runs in it without naming one has that.</summary>
    /// <param name="threadId">The thread; one of which nothing is known has no more.</param>
    /// <param name="policy">The policy; its first folder is that of a turn.</param>
    public bool HasMoreThan(string threadId, SandboxPolicy policy) => _has.TryGetValue(threadId, out var has) && (has, policy) switch
    {
        (WorkspaceWritePolicy more, WorkspaceWritePolicy wanted) =>
            (more.NetworkAccess && !wanted.NetworkAccess) || more.WritableRoots.Except(wanted.WritableRoots, StringComparer.Ordinal).Any()
            || (wanted.ExcludeSlashTmp && !more.ExcludeSlashTmp) || (wanted.ExcludeTmpdirEnvVar && !more.ExcludeTmpdirEnvVar),
        _ => WidthOf(has) > WidthOf(policy),
    };

    /// <summary>
    /// A thread was begun or loaded, and asked to have a mode. Where it says that it has a wider one, its turns are given what was asked.
    /// </summary>
    public void Asked(string threadId, string mode, JsonElement? sandbox)
    {
        if (Read(sandbox) is { } has && WidthOf(has) > SandboxModes.Width(mode))
        {
            _fenced[threadId] = SandboxModes.Writes(mode) ? new WorkspaceWritePolicy([]) : new ReadOnlyPolicy();
        }
    }

    /// <summary>A thread was begun that nobody asked to have a mode: it has what Codex's own configuration says.</summary>
    public void Started(JsonElement? sandbox) => _fresh = Read(sandbox) ?? _fresh;

    /// <summary>A thread was loaded again. True when it was without a fence and is given one.</summary>
    public bool Resumed(string threadId, JsonElement? sandbox)
    {
        var (has, fresh) = (Read(sandbox), _fresh);
        if (has is not (DangerFullAccessPolicy or ExternalSandboxPolicy) || has.GetType() == fresh?.GetType())
        {
            return false;
        }

        _fenced[threadId] = fresh is ReadOnlyPolicy or WorkspaceWritePolicy ? fresh : new ReadOnlyPolicy();
        return true;
    }

    /// <summary>It is not in memory any more.</summary>
    public void Unloaded(string threadId)
    {
        _fenced.TryRemove(threadId, out _);
        _has.TryRemove(threadId, out _);
    }

    /// <summary>What each turn of the thread is to be given; null keeps what the thread has.</summary>
    public SandboxPolicy? OfTurn(string threadId) => _fenced.GetValueOrDefault(threadId);

    private static int WidthOf(SandboxPolicy policy) => SandboxModes.Width(policy switch
    {
        ReadOnlyPolicy => "read-only",
        WorkspaceWritePolicy => "workspace-write",
        ExternalSandboxPolicy => SandboxModes.External,
        _ => SandboxModes.None,
    });

    private static SandboxPolicy? Read(JsonElement? sandbox)
    {
        try
        {
            return sandbox is { ValueKind: JsonValueKind.Object } policy ? policy.Deserialize(AppServerJson.Default.SandboxPolicy) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
