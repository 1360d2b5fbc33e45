namespace CodexA2A.Tasks;

/// <summary>How large what is written may be (contracts.md §2).</summary>
public static class EventLimits
{
    /// <summary>Most bytes of an event as JSON.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Most bytes of the message in the event that submit writes; the rest is what an event has besides.</summary>
    public const int MessageBytes = MaxBytes - (4 * 1024);

    /// <summary>Most bytes of a message that answers a question: the status that shows it may list other questions, too.</summary>
    public const int AnswerBytes = MaxBytes / 2;
}
