namespace CodexA2A.Tasks;

/// <summary>
/// The threads that a session was bound to before, as text: one a line, thread and home. The script <c>bind</c> writes the same.
/// </summary>
internal static class PastThreads
{
    /// <summary>With the thread that <paramref name="next"/> takes the place of.</summary>
    public static string? Add(string? past, SessionBinding? before, SessionBinding? next) =>
        before is null || next is null || before.ThreadId == next.ThreadId || past?.Contains(before.ThreadId, StringComparison.Ordinal) == true
            ? past
            : $"{past}{before.ThreadId} {before.Home}\n";

    /// <summary>All of a session, the present one first, each once.</summary>
    public static IReadOnlyList<SessionBinding> All(SessionBinding? present, string? past)
    {
        var all = present is null ? new List<SessionBinding>() : [present];
        foreach (var line in past?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var (thread, home) = line.Split(' ') is [var one, var two] ? (one, two) : (line, "");
            if (!all.Exists(known => known.ThreadId == thread))
            {
                all.Add(new SessionBinding(thread, home));
            }
        }

        return all;
    }
}
