using System.Text.Json.Nodes;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>Which model answers, and how the agent works.</summary>
internal static class ModelSelectionExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:model-selection:v1",
        Alias = "urn:a2a:model-selection/v1",
        Description = "Chooses the model of a turn and how the agent works in it.",
        Params = _ => new JsonObject
        {
            ["request_fields"] = Json.Strings(Metadata.Model, Metadata.Execution),
            ["shared_model"] = "a name, or an object with modelID; the provider is the service's to choose",
            ["execution"] = new JsonObject
            {
                ["model"] = "as metadata.shared.model",
                ["effort"] = "none, minimal, low, medium, high or xhigh, as far as the model has it",
                ["summary"] = "auto, concise, detailed or none",
                ["mode"] = "plan: the agent asks and proposes a plan; default: it works",
                ["ephemeral"] = "true: a conversation of its own, which nothing is kept of",
            },
            ["lasts"] = "from this turn on, but for ephemeral",
        },
    };
}
