using Microsoft.Extensions.Options;

namespace CodexA2A.Tasks;

/// <summary>Times and sizes of the seam (contracts.md §2, §5, §7), section <c>A2A:Seam</c>.</summary>
public sealed class SeamOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "A2A:Seam";

    /// <summary>How long a runner owns a session without renewing.</summary>
    [TimeRange("00:00:02", "00:10:00", ErrorMessage = "A2A:Seam:LeaseTime must be between 00:00:02 and 00:10:00.")]
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many events of a running task are kept for readers that come back.</summary>
    [NumberRange(100, 1_000_000, ErrorMessage = "A2A:Seam:RunningEvents must be between 100 and 1000000.")]
    public int RunningEvents { get; set; } = 10_000;

    /// <summary>How long the log of an ended task is kept; its final state stays for <see cref="TaskRetention"/>.</summary>
    [TimeRange("00:00:01", "365.00:00:00", ErrorMessage = "A2A:Seam:EndedLogRetention must be between 00:00:01 and 365.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan EndedLogRetention { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an ended task is kept.</summary>
    [TimeRange("00:00:01", "3650.00:00:00", ErrorMessage = "A2A:Seam:TaskRetention must be between 00:00:01 and 3650.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan TaskRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a session is kept after its last use.</summary>
    [TimeRange("00:00:01", "3650.00:00:00", ErrorMessage = "A2A:Seam:SessionRetention must be between 00:00:01 and 3650.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan SessionRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a submit id is remembered.</summary>
    [TimeRange("00:00:01", "365.00:00:00", ErrorMessage = "A2A:Seam:SubmitRetention must be between 00:00:01 and 365.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan SubmitRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a home may be absent before its sessions are given to runners of another home.</summary>
    [TimeRange("00:00:01", "1.00:00:00", ErrorMessage = "A2A:Seam:HomeAbsence must be between 00:00:01 and 1.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan HomeAbsence { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>A snapshot is stored every so many events; of a long task when as much has come as the last one has, or eight times so many.</summary>
    [NumberRange(16, 10_000, ErrorMessage = "A2A:Seam:SnapshotEvents must be between 16 and 10000.")]
    public int SnapshotEvents { get; set; } = 256;

    /// <summary>A snapshot is stored every so many bytes of events; of a longer task when as much has come as the last one has.</summary>
    [NumberRange(4 * 1024, 16 * 1024 * 1024, ErrorMessage = "A2A:Seam:SnapshotBytes must be between 4096 (4 KiB) and 16777216 (16 MiB).")]
    public int SnapshotBytes { get; set; } = 256 * 1024;
}

/// <summary>Checks <see cref="SeamOptions"/> at start; each message says what to write instead.</summary>
[OptionsValidator]
internal sealed partial class SeamOptionsValidator : IValidateOptions<SeamOptions>;
