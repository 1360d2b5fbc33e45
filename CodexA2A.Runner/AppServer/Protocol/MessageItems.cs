namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>What the user said; <see cref="ClientId"/> is the <c>clientUserMessageId</c> it was sent with.</summary>
internal sealed record UserMessageItem(string? ClientId = null, IReadOnlyList<UserInput>? Content = null) : ThreadItem;

/// <summary>What the agent says; <see cref="Phase"/> is <c>commentary</c>, <c>partial_answer</c>, <c>final_answer</c> or null.</summary>
internal sealed record AgentMessageItem(
    string? Text = null,
    string? Phase = null,
    string? Delivery = null,
    IReadOnlyList<AsyncQuestion>? Questions = null,
    MemoryCitation? MemoryCitation = null,
    AgentMessageModeration? Moderation = null) : ThreadItem;

/// <summary>A question that the turn does not wait for (<c>delivery</c> = <c>async</c>): the user answers it with a later message, or not.</summary>
internal sealed record AsyncQuestion(string? Title = null, IReadOnlyList<string>? Options = null);

/// <summary>Which notes of earlier conversations the answer rests on.</summary>
internal sealed record MemoryCitation(IReadOnlyList<MemoryCitationEntry>? Entries = null);

/// <summary>Lines of a note, from 1.</summary>
internal sealed record MemoryCitationEntry(string? Path = null, long? LineStart = null, long? LineEnd = null, string? Note = null);

/// <summary>Whether the provider's moderation touched the message.</summary>
internal sealed record AgentMessageModeration(bool Moderated = false);

/// <summary>What the model thought: summaries for people, and raw content where the provider gives it.</summary>
internal sealed record ReasoningItem(IReadOnlyList<string>? Summary = null, IReadOnlyList<string>? Content = null) : ThreadItem;

/// <summary>A proposed plan (plan mode).</summary>
internal sealed record PlanItem(string? Text = null) : ThreadItem;

/// <summary>Text a hook added to the conversation.</summary>
internal sealed record HookPromptItem(IReadOnlyList<HookPromptFragment>? Fragments = null) : ThreadItem;

/// <summary>One piece of a hook's text.</summary>
internal sealed record HookPromptFragment(string? Text = null, string? HookRunId = null);
