using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>The errors about questions: the numbers and reasons that existing clients know, typed by ErrorInfo.</summary>
internal static class InterruptErrors
{
    private const A2AErrorCode NotFoundCode = A2AErrorCode.UnsupportedOperation;

    /// <summary>The number that clients of the predecessor know; A2A has it for another error, so the reason tells them apart.</summary>
    private const A2AErrorCode TypeMismatchCode = A2AErrorCode.ExtensionSupportRequired;

    /// <summary>Returns when the answer was taken, now or before; else says why not.</summary>
    public static void ThrowUnlessTaken(string id, AnswerOutcome outcome)
    {
        switch (outcome.Status)
        {
            case AnswerStatus.Accepted or AnswerStatus.Repeated:
                return;
            case AnswerStatus.Expired:
                throw Error(A2AErrorCode.InterruptExpired, "INTERRUPT_REQUEST_EXPIRED", "The question's time ran out; the agent was told no.", id);
            case AnswerStatus.Conflict:
                throw Error(NotFoundCode, "INTERRUPT_ALREADY_ANSWERED", "The question has another answer already; the first one holds.", id);
            case AnswerStatus.Superseded when outcome.Interrupt?.SupersededBy is { } successor:
                throw Error(NotFoundCode, "INTERRUPT_SUPERSEDED", "The agent asked again; answer that question.", id, ("superseded_by", successor));
            case AnswerStatus.Superseded:
                throw Error(NotFoundCode, "INTERRUPT_SUPERSEDED", "The agent does not wait for this answer any more.", id);
            default:
                throw NotFound(id);
        }
    }

    /// <summary>No such question of this caller.</summary>
    public static A2AException NotFound(string id) => Error(NotFoundCode, "INTERRUPT_REQUEST_NOT_FOUND", "There is no such question.", id);

    /// <summary>The method is for another kind of question.</summary>
    public static A2AException TypeMismatch(string id, string expected, string actual) => Error(
        TypeMismatchCode, "INTERRUPT_TYPE_MISMATCH", "The question is of another type than this method answers.", id,
        ("expected_interrupt_type", expected), ("actual_interrupt_type", actual));

    private static A2AException Error(A2AErrorCode code, string reason, string message, string id, params ReadOnlySpan<(string Key, string Value)> more)
    {
        var metadata = new Dictionary<string, string> { ["request_id"] = id.Length <= 128 ? id : id[..128] };
        foreach (var (key, value) in more)
        {
            metadata[key] = value;
        }

        return new A2AException(code, message) { Reason = reason, Metadata = metadata };
    }
}
