using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Turns;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>What can be done to a turn that runs.</summary>
internal static class TurnControlExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:turn-control:v1",
        Alias = "urn:codex-a2a:codex-turn-control/v1",
        Description = "Adds a message to the turn that runs, by method or by message.",
        OnExtendedCardOnly = true,
        Params = _ => new JsonObject
        {
            ["request_field"] = "metadata.codex.when_busy",
            ["when_busy"] = new JsonObject
            {
                ["queue"] = "a new task behind the one at work",
                ["steer"] = "the message joins the running turn, whose task is the answer",
                ["reject"] = "TASK_BUSY",
            },
        },
        Methods = TurnMethods.Names,
        Errors = ["TURN_NOT_STEERABLE", "STEER_QUEUE_FULL", "THREAD_NOT_FOUND", "TASK_BUSY", "OUTCOME_UNKNOWN"],
        IsOn = options => options.EnableTurnControl,
        Setting = "A2A:EnableTurnControl",
    };
}
