namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary><c>item/tool/requestUserInput</c>: the model asks the user.</summary>
internal sealed record UserInputRequest(
    string ItemId,
    IReadOnlyList<UserInputQuestion>? Questions = null,
    bool IsBlocking = true,
    long? AutoResolutionMs = null) : ServerRequest, IOfItem;

/// <summary>One question. With <see cref="IsOther"/> a free answer is welcome beside the options; a secret one is never stored.</summary>
internal sealed record UserInputQuestion(
    string Id,
    string? Header = null,
    string? Question = null,
    bool IsOther = false,
    bool IsSecret = false,
    IReadOnlyList<UserInputOption>? Options = null);

/// <summary>One choice.</summary>
internal sealed record UserInputOption(string Label, string? Description = null);

/// <summary>Answers by question id; none at all tells the model that nobody answered, and the turn goes on.</summary>
internal sealed record UserInputResponse(IReadOnlyDictionary<string, UserInputAnswer> Answers) : ServerRequestResponse;

/// <summary>The answer or answers to one question.</summary>
internal sealed record UserInputAnswer(IReadOnlyList<string> Answers);
