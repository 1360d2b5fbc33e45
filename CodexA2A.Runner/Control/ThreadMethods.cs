using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Control;
using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Control;

/// <summary>Changes of threads. What Codex does to a thread that anybody has loaded is done so; the rest has it to itself.</summary>
internal sealed class ThreadMethods(
    AppServerHost host, ThreadAccess access, Compactions compactions, IdleThreads idle, ThreadSpecs specs, PrincipalPolicies policies, ControlFolders folders) : IControlMethods
{
    /// <inheritdoc />
    public IEnumerable<ControlMethod> All =>
    [
        new("codex.threads.fork", ForkAsync),
        new("codex.threads.archive", ArchiveAsync),
        new("codex.threads.unarchive", UnarchiveAsync),
        new("codex.threads.metadata.update", UpdateAsync),
        new("codex.threads.name.set", NameAsync),
        new("codex.threads.revert", RevertAsync),
        new("codex.threads.compact", (call, cancellationToken) => compactions.RunAsync(IdOf(call), call.Owner, cancellationToken)),
    ];

    /// <summary><c>{thread_id, last_turn_id, directory}</c> to <c>{thread, home}</c>: the new thread, loaded by nobody.</summary>
    private async Task<JsonObject> ForkAsync(ControlCall call, CancellationToken cancellationToken)
    {
        var folder = folders.Of((string?)call.Params["directory"], "metadata.codex.directory");
        var client = await host.GetAsync(cancellationToken);
        if (folder is not null)
        {
            WorkspaceFolder.Confirm(folders.Roots, folder);
        }

        // To the end, and with its clean-up: a copy that nobody knows of would stay for ever.
        var forked = await client.ForkThreadAsync(specs.Fork(IdOf(call), (string?)call.Params["last_turn_id"], folder, new ThreadTerms(policies.Of(call.Owner.Principal))), CancellationToken.None);
        var thread = ThreadMapping.Thread(new ThreadElement(forked.Thread), folders.Root);
        try
        {
            await client.UnsubscribeThreadAsync((string)thread["id"]!, cancellationToken);
        }
        catch (Exception exception) when (exception is AppServerException or OperationCanceledException)
        {
            idle.Discard(client, (string)thread["id"]!);
        }

        return new JsonObject { ["thread"] = thread };
    }

    private async Task<JsonObject> ArchiveAsync(ControlCall call, CancellationToken cancellationToken)
    {
        await using var open = await access.OpenAsync(IdOf(call), call.Owner, cancellationToken);
        await open.ArchiveAsync(cancellationToken);
        return [];
    }

    private async Task<JsonObject> UnarchiveAsync(ControlCall call, CancellationToken cancellationToken)
    {
        var client = await host.GetAsync(cancellationToken);
        try
        {
            return Answer(await client.UnarchiveThreadElementAsync(IdOf(call), cancellationToken));
        }
        catch (AppServerRequestException exception) when (exception.IsActiveWriter || exception.ServerMessage.Contains("no archived rollout", StringComparison.OrdinalIgnoreCase))
        {
            // It is not archived, so that is done.
            return Answer(await client.ReadThreadElementAsync(IdOf(call), cancellationToken));
        }
    }

    private Task<JsonObject> UpdateAsync(ControlCall call, CancellationToken cancellationToken) => UnlessArchivedAsync(
        call,
        async client => Answer(await client.UpdateThreadMetadataAsync(ThreadMapping.MetadataParams(IdOf(call), call.Params["git_info"]!.AsObject()), cancellationToken)),
        cancellationToken);

    private Task<JsonObject> NameAsync(ControlCall call, CancellationToken cancellationToken) => UnlessArchivedAsync(
        call,
        async client =>
        {
            await client.SetThreadNameAsync(IdOf(call), (string)call.Params["name"]!, cancellationToken);
            return Answer(await client.ReadThreadElementAsync(IdOf(call), cancellationToken));
        },
        cancellationToken);

    private async Task<JsonObject> RevertAsync(ControlCall call, CancellationToken cancellationToken)
    {
        await using var open = await access.OpenAsync(IdOf(call), call.Owner, cancellationToken);
        try
        {
            return Answer(await open.Client.RevertThreadAsync(new ThreadRevertParams(IdOf(call), (string)call.Params["before_turn_id"]!), cancellationToken));
        }
        catch (AppServerRequestException exception) when (exception.ServerMessage.Contains("turn not found", StringComparison.OrdinalIgnoreCase))
        {
            throw ControlErrors.Invalid("before_turn_id", "names no turn of the thread");
        }
    }

    // Codex says of an archived one that it has no record.
    private async Task<JsonObject> UnlessArchivedAsync(ControlCall call, Func<AppServerClient, Task<JsonObject>> run, CancellationToken cancellationToken)
    {
        var client = await host.GetAsync(cancellationToken);
        try
        {
            return await run(client);
        }
        catch (AppServerRequestException exception) when (exception.IsThreadGone)
        {
            if (ThreadMapping.IsArchived(await client.ReadThreadElementAsync(IdOf(call), cancellationToken)))
            {
                throw ControlErrors.IsArchived();
            }

            throw;
        }
    }

    private JsonObject Answer(ThreadElement thread) => new() { ["thread"] = ThreadMapping.Thread(thread, folders.Root) };

    private static string IdOf(ControlCall call) => (string)call.Params["thread_id"]!;
}
