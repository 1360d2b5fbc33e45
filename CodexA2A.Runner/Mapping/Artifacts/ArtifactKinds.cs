namespace CodexA2A.Runner.Mapping.Artifacts;

/// <summary>Kinds of artifacts (contracts.md §3): the first part of the id, and the name.</summary>
internal static class ArtifactKinds
{
    /// <summary>What the agent answers.</summary>
    public const string Answer = "answer";

    /// <summary>What the agent says on its way to the answer.</summary>
    public const string Commentary = "commentary";

    /// <summary>What the model thought.</summary>
    public const string Reasoning = "reasoning";

    /// <summary>A command, a patch, a call of a tool, and every item without a kind of its own.</summary>
    public const string Tool = "tool";

    /// <summary>A plan.</summary>
    public const string Plan = "plan";

    /// <summary>What a review found.</summary>
    public const string Review = "review";

    /// <summary>The diff of the whole turn.</summary>
    public const string Diff = "diff";

    /// <summary>The answer as data, of a request with a schema.</summary>
    public const string Result = "result";

    /// <summary>A picture that the agent made or looked at.</summary>
    public const string Image = "image";
}

/// <summary>Values of <c>metadata.codex.state</c> of an artifact.</summary>
internal static class ArtifactStates
{
    /// <summary>More may come; after a crash this is what shows it was cut off.</summary>
    public const string Open = "open";

    /// <summary>Nothing more comes.</summary>
    public const string Done = "done";
}

/// <summary>Values of <c>metadata.shared.stream.block_type</c>; text and reasoning carry text parts (text also data behind them), tool_call carries data parts, file carries bytes.</summary>
internal static class BlockTypes
{
    /// <summary>Text for people.</summary>
    public const string Text = "text";

    /// <summary>Reasoning.</summary>
    public const string Reasoning = "reasoning";

    /// <summary>A tool.</summary>
    public const string ToolCall = "tool_call";

    /// <summary>A file.</summary>
    public const string File = "file";
}

/// <summary>Values of <c>metadata.shared.stream.source</c>: what an event comes from.</summary>
internal static class StreamSources
{
    /// <summary>A piece that Codex streamed.</summary>
    public const string Delta = "delta";

    /// <summary>The end of an item, which says what counts.</summary>
    public const string FinalSnapshot = "final_snapshot";

    /// <summary>The state of a tool.</summary>
    public const string ToolPartUpdate = "tool_part_update";

    /// <summary>A status of the task.</summary>
    public const string Status = "status";

    /// <summary>A question to the user, or its end.</summary>
    public const string Interrupt = "interrupt";
}
