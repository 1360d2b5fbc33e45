using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Turns;

namespace CodexA2A.Api.Extensions.Entries;

/// <summary>Reviews.</summary>
internal static class ReviewControlExtension
{
    public static readonly KnownExtension Entry = new()
    {
        Uri = "urn:codex-a2a:extension:review-control:v1",
        Alias = "urn:codex-a2a:codex-review/v1",
        Description = "Reviews changes in a thread of the caller's; the task's artifact named review has what was found.",
        OnExtendedCardOnly = true,
        Params = _ => new JsonObject
        {
            ["targets"] = Json.Strings("uncommittedChanges", "baseBranch", "commit", "custom"),
            ["delivery"] = "inline",
            ["watch"] = "names the task that runs the review; subscribe to it",
        },
        Methods = ReviewMethods.Names,
        Errors = ["REVIEW_REJECTED", "REVIEW_NOT_FOUND", "THREAD_NOT_FOUND"],
        IsOn = options => options.EnableReviewControl,
        Setting = "A2A:EnableReviewControl",
    };
}
