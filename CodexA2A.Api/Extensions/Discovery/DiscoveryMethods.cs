using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Handling;
using CodexA2A.Api.JsonRpc;

namespace CodexA2A.Api.Extensions.Discovery;

/// <summary>What the agent can use: skills, apps, plugins, models, and what of them its account may. Each is asked of a runner.</summary>
internal sealed class DiscoveryMethods(RunnerCalls runner, OwnThreads threads)
{
    private const string Thread = "thread_id";
    private const int MaxFolders = 16;

    private static readonly Row[] Table =
    [
        new("codex.discovery.skills.list", ["cwds", "force_reload", "per_cwd_extra_user_roots"], Skills),
        new("codex.discovery.apps.list", ["cursor", "limit", Thread, "force_refetch"], given => Page(given, (Thread, given.OptionalText(Thread)), ("force_refetch", given.OptionalFlag("force_refetch")))),
        new("codex.discovery.plugins.list", ["cwds", "force_remote_sync"], given => new() { ["cwds"] = Folders(given), ["force_remote_sync"] = given.OptionalFlag("force_remote_sync") }),
        new("codex.discovery.plugins.read", ["marketplace_path", "plugin_name"], given => new() { ["marketplace_path"] = given.Text("marketplace_path"), ["plugin_name"] = given.Text("plugin_name") }),
        new("codex.models.list", ["cursor", "limit", "include_hidden", "model_provider"], given => Page(given, ("include_hidden", given.OptionalFlag("include_hidden")), ("model_provider", given.OptionalText("model_provider")))),
        new("codex.account.read", [], _ => []),
        new("codex.limits.read", [], _ => []),
    ];

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(row => row.Name)];

    /// <inheritdoc cref="Names" />
    public IEnumerable<RpcMethod> All => Table.Select(Method);

    private RpcMethod.Unary Method(Row row) => new(row.Name, async (context, parameters, cancellationToken) =>
    {
        var asked = row.Read(new MethodParams(parameters, [.. row.Params, "metadata"]));
        var home = asked[Thread] is { } thread ? (await threads.FindAsync(context, (string)thread!, Thread, cancellationToken)).Binding.Home : null;
        return Payload.Of(await runner.AskAsync(context, row.Name, asked, home, cancellationToken));
    });

    private static JsonObject Skills(MethodParams given)
    {
        if (given.Has("per_cwd_extra_user_roots"))
        {
            throw A2AException.InvalidParams("per_cwd_extra_user_roots", "is not known to this version of Codex any more; leave it out");
        }

        return new JsonObject { ["cwds"] = Folders(given), ["force_reload"] = given.OptionalFlag("force_reload") };
    }

    private static JsonObject Page(MethodParams given, params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        var asked = new JsonObject { ["cursor"] = given.OptionalText("cursor"), ["limit"] = given.OptionalNumber("limit", 1, 100) };
        foreach (var (name, value) in more)
        {
            asked[name] = value;
        }

        return asked;
    }

    private static JsonArray? Folders(MethodParams given) => given.OptionalTexts("cwds", MaxFolders) is { } folders ? Json.Strings(folders) : null;

    /// <summary>A method.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Params">What it may be given.</param>
    /// <param name="Read">From that to what the runner is asked.</param>
    private sealed record Row(string Name, string[] Params, Func<MethodParams, JsonObject> Read);
}
