using System.Text.Json.Nodes;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>What can be called here, and how what cannot is answered. It says, and does nothing.</summary>
internal static class WireContractExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:wire-contract:v1",
        Alias = "urn:codex-a2a:wire-contract/v1",
        Description = "Lists what can be called as this service is set up, and says how the rest is refused.",
        OnExtendedCardOnly = true,
        Params = Describe,
    };

    private static JsonObject Describe(ExtensionFacts facts)
    {
        var on = KnownExtensions.All.Where(known => known.IsOn(facts.Options)).ToArray();
        var extensions = new JsonObject
        {
            ["jsonrpc_methods"] = Json.Strings(on.SelectMany(known => known.Methods)),
            ["extension_uris"] = Json.Strings(on.Select(known => known.Uri)),
        };
        var off = KnownExtensions.All.Except(on).SelectMany(known => known.Methods.Select(method => (method, known.Setting))).ToArray();
        if (off.Length > 0)
        {
            extensions["conditionally_available_methods"] = new JsonObject(off.Select(one => KeyValuePair.Create<string, JsonNode?>(one.method, new JsonObject
            {
                ["reason"] = "disabled_by_configuration",
                ["toggle"] = one.Setting,
            })));
        }

        return new JsonObject
        {
            ["protocol_version"] = ProtocolVersions.V10,
            ["supported_versions"] = Json.Strings(facts.Options.ServeV03 ? [ProtocolVersions.V10, ProtocolVersions.V03] : [ProtocolVersions.V10]),
            ["core"] = new JsonObject { ["jsonrpc_methods"] = Json.Strings(Protocol.Methods.All) },
            ["extensions"] = extensions,
            ["unsupported_method_error"] = new JsonObject
            {
                ["code"] = "-32601",
                ["reason"] = "METHOD_NOT_SUPPORTED",
                ["metadata"] = Json.Strings("supported_methods", "protocol_version"),
            },
            ["service_behaviors"] = new JsonObject
            {
                ["SubscribeToTask"] = $"a snapshot, then live; with {Headers.LastEventId} what came after that event, of an ended task too",
                ["CancelTask"] = "of an ended task: TASK_NOT_CANCELABLE",
                ["errors"] = "google.rpc.ErrorInfo with a reason, and the field of a wrong param",
            },
        };
    }
}
