using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Discovery;
using CodexA2A.Api.Extensions.Watches;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>What the agent can use.</summary>
internal static class DiscoveryExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:discovery:v1",
        Alias = "urn:codex-a2a:codex-discovery/v1",
        Description = "Skills, apps, plugins and models that the agent can use, its account and its limits.",
        OnExtendedCardOnly = true,
        Params = _ => new JsonObject
        {
            ["folders"] = "cwds are in the workspace; paths of the agent's machine are left out",
            ["watch"] = "a task to subscribe to; its artifact named events has one data part an event; it ends by release or cancel, when nobody reads it, and with its runner",
            ["watch_scope"] = "runner: what the Codex of the runner that has the watch tells",
        },
        Methods = [.. DiscoveryMethods.Names, .. WatchMethods.DiscoveryNames],
        Errors = ["NO_RUNNER", "WATCH_LIMIT", "WATCH_LOST"],
    };
}
