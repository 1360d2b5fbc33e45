namespace CodexA2A.Runner.Mapping.Approvals;

/// <summary>Puts an answer that came as a message into the task's history, where the words of a secret one are hidden (contracts.md §5). Pure.</summary>
internal static class AnswerWords
{
    /// <summary>What is shown of a secret answer.</summary>
    public const string Hidden = "[secret]";

    /// <summary>
    /// The events that follow the answer, with its words. A status says one message: that of WORKING is the answer; that of
    /// INPUT_REQUIRED names the questions still open, so a status of its own with the answer comes before it.
    /// </summary>
    public static IReadOnlyList<MappedEvent> Into(IReadOnlyList<MappedEvent> events, Message said, bool secret) =>
        [.. events.SelectMany(mapped => mapped.Event.StatusUpdate is not { } update ? [mapped]
            : update.Status.State == TaskState.InputRequired ? [Saying(mapped, update, said, secret), mapped]
            : new[] { Saying(mapped, update, said, secret) })];

    private static MappedEvent Saying(MappedEvent mapped, TaskStatusUpdateEvent update, Message said, bool secret) => mapped with
    {
        Event = mapped.Event with
        {
            StatusUpdate = update with
            {
                Status = update.Status with
                {
                    Message = said with
                    {
                        TaskId = update.TaskId,
                        ContextId = update.ContextId,
                        Parts = secret ? [Part.FromText(Hidden)] : said.Parts,
                    },
                },
            },
        },
    };
}
