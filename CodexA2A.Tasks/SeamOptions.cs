using System.ComponentModel.DataAnnotations;

namespace CodexA2A.Tasks;

/// <summary>Times and sizes of the seam (contracts.md §2, §5, §7), section <c>A2A:Seam</c>.</summary>
public sealed class SeamOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "A2A:Seam";

    /// <summary>How long a runner owns a session without renewing.</summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many events of a running task are kept for readers that come back.</summary>
    [Range(100, 1_000_000)]
    public int RunningEvents { get; set; } = 10_000;

    /// <summary>How long the log of an ended task is kept; its final state stays for <see cref="TaskRetention"/>.</summary>
    public TimeSpan EndedLogRetention { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an ended task is kept.</summary>
    public TimeSpan TaskRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a session is kept after its last use.</summary>
    public TimeSpan SessionRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a submit id is remembered.</summary>
    public TimeSpan SubmitRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a home may be absent before its sessions are given to runners of another home.</summary>
    public TimeSpan HomeAbsence { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>A snapshot is stored at least every so many events.</summary>
    [Range(16, 10_000)]
    public int SnapshotEvents { get; set; } = 256;

    /// <summary>A snapshot is stored at least every so many bytes of events.</summary>
    [Range(4 * 1024, 16 * 1024 * 1024)]
    public int SnapshotBytes { get; set; } = 256 * 1024;
}
