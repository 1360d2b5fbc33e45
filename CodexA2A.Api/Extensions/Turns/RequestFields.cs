namespace CodexA2A.Api.Extensions.Turns;

/// <summary>A method that makes a message of its request names in errors what its caller sent, and not the message.</summary>
internal static class RequestFields
{
    /// <summary>The parts of a method's request.</summary>
    public const string Parts = "request.parts";

    private const string MessageParts = "message.parts";
    private const string MessageId = "message.messageId";

    /// <summary>Does what may find fault with the message.</summary>
    /// <param name="parts">What its parts were made of: <see cref="Parts"/>, or the name of one member.</param>
    /// <param name="work">What to do.</param>
    /// <exception cref="A2AException">What it found, by the names of the request.</exception>
    public static async Task<T> NameAsync<T>(string parts, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (A2AException error) when (error.FieldViolations.Any(violation => Name(violation.Field, parts) != violation.Field))
        {
            throw Named(error, parts);
        }
    }

    /// <summary>The name in the request of a member of the message.</summary>
    internal static string Name(string field, string parts) => field switch
    {
        MessageId => "request.message_id",
        _ when !field.StartsWith(MessageParts, StringComparison.Ordinal) => field,
        _ when parts == Parts => parts + field[MessageParts.Length..],
        _ => parts,
    };

    private static A2AException Named(A2AException error, string parts)
    {
        var message = error.FieldViolations.Aggregate(error.Message, (text, violation) => text.Replace(violation.Field, Name(violation.Field, parts), StringComparison.Ordinal));
        return new A2AException(error.Code, message, error)
        {
            Reason = error.Reason,
            Metadata = error.Metadata,
            FieldViolations = [.. error.FieldViolations.Select(violation => violation with { Field = Name(violation.Field, parts) })],
        };
    }
}
