using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Turns;

/// <summary>What a review looks at, as clients say it.</summary>
internal static class ReviewTargets
{
    private const int MaxName = 1024;
    private const int MaxInstructions = 100_000;

    /// <summary>Reads the review that a method asks for; the history says it in words.</summary>
    /// <exception cref="A2AException">InvalidParams, naming the field.</exception>
    public static AskedTurn Asked(MethodParams given)
    {
        TurnMetadata.Refuse(given.OptionalObject("metadata"), "cannot be set for a review: it runs by the settings of its thread; leave it out");
        var target = Read(given.Nested("target", "type", "branch", "sha", "title", "instructions"));
        return given.OptionalText("delivery") is null or "inline"
            ? new AskedTurn([Part.FromText(Words(target))], "target.instructions") { Review = target }
            : throw A2AException.InvalidParams("delivery", "must be inline: Codex has no detached reviews any more; fork the thread first, and review in the fork");
    }

    private static ReviewTarget Read(MethodParams target) => target.Text("type") switch
    {
        "uncommittedChanges" or "uncommitted_changes" => Only(target, new ReviewTarget("uncommittedChanges")),
        "baseBranch" or "base_branch" => Only(target, new ReviewTarget("baseBranch", Branch: Name(target, "branch"))),
        "commit" => Only(target, new ReviewTarget("commit", Sha: Name(target, "sha"), Title: target.OptionalText("title"))),
        "custom" => Only(target, new ReviewTarget("custom", Instructions: Bounded(target.Text("instructions"), "instructions", MaxInstructions))),
        _ => throw A2AException.InvalidParams("target.type", "must be uncommittedChanges, baseBranch, commit or custom"),
    };

    private static string Words(ReviewTarget target) => target.Type switch
    {
        "baseBranch" => $"Review the changes against {target.Branch}.",
        "commit" => $"Review the commit {target.Sha}.",
        "custom" => target.Instructions!,
        _ => "Review the uncommitted changes.",
    };

    // A branch or a commit that begins with a dash would be an option of the commands that Codex makes of it.
    private static string Name(MethodParams target, string name)
    {
        var value = Bounded(target.Text(name), name, MaxName);
        return value[0] != '-' && !value.Any(char.IsControl) ? value : throw A2AException.InvalidParams($"target.{name}", "is no name of that kind");
    }

    private static string Bounded(string value, string name, int most) =>
        value.Length <= most ? value : throw A2AException.InvalidParams($"target.{name}", $"must have at most {most} characters");

    private static ReviewTarget Only(MethodParams target, ReviewTarget read)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("branch", read.Branch), ("sha", read.Sha), ("instructions", read.Instructions)])
        {
            if (value is null && target.OptionalText(name) is not null) throw A2AException.InvalidParams($"target.{name}", $"does not belong to a target of type {read.Type}");
        }

        return read;
    }
}
