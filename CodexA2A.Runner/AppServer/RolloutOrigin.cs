using System.Text;
using System.Text.Json;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Which program began a thread, as the first line of its rollout file says (<c>payload.originator</c>); Codex itself does not tell.
/// </summary>
internal static class RolloutOrigin
{
    /// <summary>What this service is called there: the name that it gives itself in <c>initialize</c>.</summary>
    public const string Ours = "codex_a2a";

    /// <summary>The line has the instructions of the thread in it, so it may be long.</summary>
    private const int LineBytes = 1024 * 1024;

    /// <summary>The program's name for itself; null when the file cannot be read, or does not say.</summary>
    /// <param name="path">The rollout file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<string?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[(int)Math.Min(file.Length, LineBytes)];
            return Of(bytes.AsSpan(0, await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The same of the file's first bytes; pure.</summary>
    public static string? Of(ReadOnlySpan<byte> begin)
    {
        var end = begin.IndexOf((byte)'\n');
        if (end < 0)
            return null;
        try
        {
            var line = JsonElement.Parse(Encoding.UTF8.GetString(begin[..end]));
            return line.ValueKind == JsonValueKind.Object && line.TextOf("type") == "session_meta"
                && line.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.Object ? payload.TextOf("originator") : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
