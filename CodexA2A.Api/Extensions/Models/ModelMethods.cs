using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Handling;
using CodexA2A.Api.JsonRpc;

namespace CodexA2A.Api.Extensions.Models;

/// <summary>Which models there are, and what of them the agent's account may use.</summary>
internal sealed class ModelMethods(RunnerCalls runner)
{
    private const string Models = "codex.models.list";
    private const string Account = "codex.account.read";
    private const string Limits = "codex.limits.read";

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } = [Models, Account, Limits];

    /// <inheritdoc cref="Names" />
    public IEnumerable<RpcMethod> All =>
    [
        new RpcMethod.Unary(Models, ModelsAsync),
        new RpcMethod.Unary(Account, (context, parameters, cancellationToken) => ReadAsync(Account, context, parameters, cancellationToken)),
        new RpcMethod.Unary(Limits, (context, parameters, cancellationToken) => ReadAsync(Limits, context, parameters, cancellationToken)),
    ];

    private async Task<Payload> ModelsAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, "cursor", "limit", "include_hidden", "model_provider", "metadata");
        var asked = new JsonObject
        {
            ["cursor"] = given.OptionalText("cursor"),
            ["limit"] = given.OptionalNumber("limit", 1, 100),
            ["include_hidden"] = given.OptionalFlag("include_hidden"),
            ["model_provider"] = given.OptionalText("model_provider"),
        };
        return Payload.Of(await runner.AskAsync(context, Models, asked, null, cancellationToken));
    }

    private async Task<Payload> ReadAsync(string method, CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        _ = new MethodParams(parameters, "metadata");
        return Payload.Of(await runner.AskAsync(context, method, [], null, cancellationToken));
    }
}
