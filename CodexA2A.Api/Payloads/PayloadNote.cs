namespace CodexA2A.Api.Payloads;

/// <summary>What is known of the payloads of one call while it runs. A body is told when the call has a name and may be made; there is no note where nothing is logged.</summary>
internal sealed class PayloadNote(SensitiveLog log)
{
    private string? operation;
    private ReadOnlyMemory<byte> body;

    /// <summary>The note of a call; null where payloads are not logged.</summary>
    public static PayloadNote? Of(HttpContext http) => http.Features.Get<PayloadNote>();

    /// <summary>The call is known, and may be made.</summary>
    public void Named(string name)
    {
        operation = name;
        Tell();
    }

    /// <summary>Its body was read.</summary>
    public void Read(ReadOnlyMemory<byte> bytes)
    {
        body = bytes;
        Tell();
    }

    /// <summary>It has a result.</summary>
    public void Answered(ReadOnlyMemory<byte> result)
    {
        if (operation is not null) log.Answered(operation, result.Span);
    }

    private void Tell()
    {
        if (operation is null || body.IsEmpty) return;
        log.Asked(operation, body.Span);
        body = default;
    }
}
