using CodexA2A.ServiceDefaults.Audit;

namespace CodexA2A.Api.Audit;

/// <summary>Keeps a note of each call and has it recorded at its end, whatever binding it came by and wherever it was refused.</summary>
internal sealed class AuditMiddleware(RequestDelegate next, AuditTrail trail)
{
    public Task InvokeAsync(HttpContext http) => trail.IsOn ? NoteAsync(http) : next(http);

    private async Task NoteAsync(HttpContext http)
    {
        var note = CallNote.Begin(trail, http);
        try
        {
            await next(http);
        }
        finally
        {
            note.End();
        }
    }
}
