using CodexA2A.Runner.AppServer.Coverage;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Notifications of the supported version that we have no use for, by name; Codex is asked not to send them. One that is
/// neither here nor in <see cref="NotificationDecoder"/> is new: it is counted and logged by name.
/// </summary>
internal static class OptOutNotifications
{
    /// <summary>The names; why, <see cref="NotificationCoverage"/> says.</summary>
    public static IReadOnlyList<string> Methods { get; } =
        [.. NotificationCoverage.All.Where(row => row.Use == CoverageUse.Ignored).Select(row => row.Name)];
}
