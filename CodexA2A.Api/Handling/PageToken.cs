using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>The opaque form of a list cursor: base64url of <c>milliseconds|taskId</c>.</summary>
internal static class PageToken
{
    private const int MaxLength = 256;

    /// <summary>The token of the next page; empty on the last one.</summary>
    public static string Write(TaskListCursor? cursor) => cursor is null ? ""
        : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{cursor.StatusAtMilliseconds}|{cursor.TaskId}")));

    /// <summary>The cursor of a token; null for the first page.</summary>
    /// <exception cref="A2AException">InvalidParams: not a token of ours.</exception>
    public static TaskListCursor? Read(string? token)
    {
        if (string.IsNullOrEmpty(token)) return null;
        if (token.Length <= MaxLength && Base64Url.IsValid(token))
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
            var bar = text.IndexOf('|', StringComparison.Ordinal);
            if (bar > 0
                && long.TryParse(text.AsSpan(0, bar), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                && TaskIds.TryGetPartition(text[(bar + 1)..], out _))
            {
                return new TaskListCursor(milliseconds, text[(bar + 1)..]);
            }
        }

        throw A2AException.InvalidParams("pageToken", "must be a nextPageToken of this service");
    }
}
