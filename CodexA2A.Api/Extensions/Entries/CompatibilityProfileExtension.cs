using System.Text.Json.Nodes;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>What a client can rely on here. It says, and does nothing.</summary>
internal static class CompatibilityProfileExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:compatibility-profile:v1",
        Alias = "urn:codex-a2a:compatibility-profile/v1",
        Description = "Says what a client can rely on as this service is set up.",
        OnExtendedCardOnly = true,
        Params = Describe,
    };

    private static JsonObject Describe(ExtensionFacts facts) => new()
    {
        ["profile_id"] = "codex-a2a-principal-scoped-coding-v1",
        ["deployment"] = new JsonObject
        {
            ["tenant_isolation"] = "tasks, sessions and questions belong to a principal; what is another's does not exist",
            ["tenants"] = "of the credential",
        },
        ["runtime_features"] = Features(facts),
        ["extension_retention"] = new JsonObject(KnownExtensions.All.Select(known => KeyValuePair.Create<string, JsonNode?>(
            known.Uri, known.Setting is null ? "always" : $"deployment-conditional ({known.Setting})"))),
        ["consumer_guidance"] = Json.Strings(
            "Call the methods that wire-contract lists; the others are refused by name.",
            "Pass over metadata, artifacts and parts that you do not know.",
            "Go on with a stream by its last event id, not by sending again; send again with an Idempotency-Key."),
    };

    private static JsonObject Features(ExtensionFacts facts)
    {
        var features = new JsonObject { ["sandbox"] = facts.Options.SandboxMode is { Length: > 0 } sandbox ? sandbox : "as Codex is set up" };
        foreach (var known in KnownExtensions.All.Where(known => known.Setting is not null))
        {
            features[known.Uri.Split(':')[^2].Replace('-', '_')] = known.IsOn(facts.Options) ? "enabled" : "disabled";
        }

        return features;
    }
}
