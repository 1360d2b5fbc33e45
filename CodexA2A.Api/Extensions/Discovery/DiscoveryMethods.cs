using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Handling;
using CodexA2A.Api.JsonRpc;

namespace CodexA2A.Api.Extensions.Discovery;

/// <summary>What the agent can be asked to use: skills, apps, plugins.</summary>
internal sealed class DiscoveryMethods(RunnerCalls runner, OwnThreads threads)
{
    private const string Skills = "codex.discovery.skills.list";
    private const string Apps = "codex.discovery.apps.list";
    private const string Plugins = "codex.discovery.plugins.list";
    private const string Plugin = "codex.discovery.plugins.read";
    private const int MaxFolders = 16;

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } = [Skills, Apps, Plugins, Plugin];

    /// <inheritdoc cref="Names" />
    public IEnumerable<RpcMethod> All =>
    [
        new RpcMethod.Unary(Skills, SkillsAsync),
        new RpcMethod.Unary(Apps, AppsAsync),
        new RpcMethod.Unary(Plugins, PluginsAsync),
        new RpcMethod.Unary(Plugin, PluginAsync),
    ];

    private async Task<Payload> SkillsAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, "cwds", "force_reload", "per_cwd_extra_user_roots", "metadata");
        if (given.Has("per_cwd_extra_user_roots"))
        {
            throw A2AException.InvalidParams("per_cwd_extra_user_roots", "is not known to this version of Codex any more; leave it out");
        }

        return await AskAsync(
            context, Skills, new JsonObject { ["cwds"] = Folders(given), ["force_reload"] = given.OptionalFlag("force_reload") }, null, cancellationToken);
    }

    private async Task<Payload> AppsAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, "cursor", "limit", "thread_id", "force_refetch", "metadata");
        var asked = new JsonObject
        {
            ["cursor"] = given.OptionalText("cursor"),
            ["limit"] = given.OptionalNumber("limit", 1, 100),
            ["thread_id"] = given.OptionalText("thread_id"),
            ["force_refetch"] = given.OptionalFlag("force_refetch"),
        };
        var home = given.OptionalText("thread_id") is { } thread ? (await threads.FindAsync(context, thread, "thread_id", cancellationToken)).Binding.Home : null;
        return await AskAsync(context, Apps, asked, home, cancellationToken);
    }

    private async Task<Payload> PluginsAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, "cwds", "force_remote_sync", "metadata");
        return await AskAsync(
            context, Plugins, new JsonObject { ["cwds"] = Folders(given), ["force_remote_sync"] = given.OptionalFlag("force_remote_sync") }, null, cancellationToken);
    }

    private async Task<Payload> PluginAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, "marketplace_path", "plugin_name", "metadata");
        return await AskAsync(
            context, Plugin, new JsonObject { ["marketplace_path"] = given.Text("marketplace_path"), ["plugin_name"] = given.Text("plugin_name") }, null, cancellationToken);
    }

    private async Task<Payload> AskAsync(CallContext context, string method, JsonObject asked, string? home, CancellationToken cancellationToken) =>
        Payload.Of(await runner.AskAsync(context, method, asked, home, cancellationToken));

    private static JsonArray? Folders(MethodParams given) => given.OptionalTexts("cwds", MaxFolders) is { } folders ? Json.Strings(folders) : null;
}
