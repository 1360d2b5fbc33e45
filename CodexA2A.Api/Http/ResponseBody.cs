using System.Buffers;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Payloads;

namespace CodexA2A.Api.Http;

/// <summary>
/// Sends a result in pieces, each of which the client must take in its time (<see cref="Hosting.KestrelLimits"/>): one that takes
/// nothing is noticed at the first piece, and not after the time that the whole would be given.
/// </summary>
internal static class ResponseBody
{
    private const int PieceBytes = 64 * 1024;

    /// <summary>Writes the whole body, and its length before it.</summary>
    public static async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> before, Payload result, ReadOnlyMemory<byte> after)
    {
        PayloadNote.Of(http)?.Answered(result.Json);
        http.Response.ContentLength = before.Length + result.Length + after.Length;
        var writer = http.Response.BodyWriter;
        writer.Write(before.Span);
        writer.Write(result.Before);
        var rest = result.Json;
        for (; rest.Length > PieceBytes; rest = rest[PieceBytes..])
        {
            writer.Write(rest.Span[..PieceBytes]);
            if ((await writer.FlushAsync(http.RequestAborted)).IsCompleted) return;
        }

        writer.Write(rest.Span);
        writer.Write(result.After);
        writer.Write(after.Span);
        await writer.FlushAsync(http.RequestAborted);
    }
}
