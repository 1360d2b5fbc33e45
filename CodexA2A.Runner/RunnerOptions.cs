using CodexA2A.Tasks;

namespace CodexA2A.Runner;

/// <summary>How turns are run (contracts.md §2, §5, §6, §7).</summary>
internal sealed class RunnerOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Runner";

    internal const int DefaultImageBytes = 1024 * 1024;

    /// <summary>
    /// How many turns run at the same time; more wait in their sessions' queues. A turn that waits for a person does not count.
    /// It goes on as soon as the answer comes, so for that time a few more may run than this.
    /// </summary>
    [NumberRange(1, 1024, ErrorMessage = "Runner:MaxTurns must be from 1 to 1024.")]
    public int MaxTurns { get; set; } = 64;

    /// <summary>How many of those turns may be of one principal; more of theirs wait, also where places are free. 0 is no limit.</summary>
    [NumberRange(0, 1024, ErrorMessage = "Runner:MaxTurnsPerPrincipal must be from 0 (no limit) to 1024.")]
    public int MaxTurnsPerPrincipal { get; set; }

    /// <summary>
    /// Whose turns and calls this runner takes, <c>:0</c>, <c>:1</c> and so on; nobody else's. <c>alice</c> is the principal alice without
    /// a tenant, <c>acme/alice</c> that of tenant acme, <c>acme/*</c> all of the tenant; a principal without a tenant whose name looks like
    /// that has a slash in front (<c>/acme/alice</c>). Only in a fleet. Default: everybody's.
    /// </summary>
    public IList<string> Principals { get; set; } = [];

    /// <summary>Whose turns and calls this runner does not take, named as in <see cref="Principals"/>, and not together with it. Only in a fleet. Default: nobody's.</summary>
    public IList<string> ExceptPrincipals { get; set; } = [];

    /// <summary>The folder that turns work in, unless a request names one below it. Default: the current directory.</summary>
    public string? WorkspaceRoot { get; set; }

    /// <summary>The longest a turn may take, not counting the time in which it waits for a person.</summary>
    [TimeRange("00:00:00.1", "7.00:00:00", ErrorMessage = "Runner:TurnTimeout must be from 00:00:00.1 to 7.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan TurnTimeout { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>The longest a turn may take whose sender waits for the answer (blocking send); empty: as <see cref="TurnTimeout"/>.</summary>
    [TimeRange("00:00:00.1", "7.00:00:00", ErrorMessage = "Runner:BlockingTurnTimeout must be from 00:00:00.1 to 7.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan? BlockingTurnTimeout { get; set; }

    /// <summary>The longest a turn may be silent. A running command counts as activity, a retry of the model does not.</summary>
    [TimeRange("00:00:00.1", "1.00:00:00", ErrorMessage = "Runner:IdleTimeout must be from 00:00:00.1 to 1.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a question to a person stays open; then Codex is told to decline and the turn goes on.</summary>
    [TimeRange("00:00:00.1", "7.00:00:00", ErrorMessage = "Runner:InterruptTimeout must be from 00:00:00.1 to 7.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan InterruptTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long Codex may take to confirm that it stopped a turn; then the task ends and the process is replaced.</summary>
    [TimeRange("00:00:00.1", "00:05:00", ErrorMessage = "Runner:StopTimeout must be from 00:00:00.1 to 00:05:00 (days.hours:minutes:seconds).")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to try again when another process still holds the session or its thread; then FAILED, THREAD_LOCKED.</summary>
    [TimeRange("00:00:00", "00:10:00", ErrorMessage = "Runner:LockTimeout must be from 00:00:00 to 00:10:00 (days.hours:minutes:seconds).")]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a turn may wait for others to end: those of other contexts in the same thread, and with <c>Workspaces:Exclusive</c> in the
    /// same folder; then FAILED, THREAD_BUSY or WORKSPACE_BUSY.
    /// </summary>
    [TimeRange("00:00:00", "7.00:00:00", ErrorMessage = "Runner:QueueTimeout must be from 00:00:00 to 7.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long running turns may go on when the process is asked to stop.</summary>
    [TimeRange("00:00:00", "01:00:00", ErrorMessage = "Runner:DrainTimeout must be from 00:00:00 to 01:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Text deltas of one item that come closer together than this are merged into one event; 0 sends each by itself.</summary>
    [TimeRange("00:00:00", "00:00:01", ErrorMessage = "Runner:MergeWindow must be from 00:00:00 to 00:00:01 (days.hours:minutes:seconds).")]
    public TimeSpan MergeWindow { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Merged text is sent at this size at the latest, in bytes.</summary>
    [NumberRange(256, 256 * 1024, ErrorMessage = "Runner:MergeBytes must be from 256 to 262144 bytes.")]
    public int MergeBytes { get; set; } = 8 * 1024;

    /// <summary>The longest that a command of a caller's may run (codex.exec.start), whatever it asks for.</summary>
    [TimeRange("00:00:00.1", "7.00:00:00", ErrorMessage = "Runner:ExecTimeout must be from 00:00:00.1 to 7.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan ExecTimeout { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>The longest that a command of a caller's may print nothing while nothing is written to it; then it is ended.</summary>
    [TimeRange("00:00:00.1", "7.00:00:00", ErrorMessage = "Runner:ExecIdleTimeout must be from 00:00:00.1 to 7.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan ExecIdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many Codex threads are started ahead of need; 0 turns it off. They do not count for <c>Codex:MaxLoadedThreads</c>.</summary>
    [NumberRange(0, 16, ErrorMessage = "Runner:PrestartedThreads must be from 0 to 16.")]
    public int PrestartedThreads { get; set; } = 2;

    /// <summary>How long finding out what a turn changed may take, at its beginning and at its end; 0 turns it off. What takes longer ends without a patch of the whole turn.</summary>
    [TimeRange("00:00:00", "00:01:00", ErrorMessage = "Runner:PatchTimeout must be from 00:00:00 (off) to 00:01:00 (hours:minutes:seconds).")]
    public TimeSpan PatchTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Most bytes of files that clients sent to one session and that are kept in the workspace for it; the oldest go first. Unit: bytes.</summary>
    [NumberRange(0, int.MaxValue, ErrorMessage = "Runner:InboxBytes must be from 0 to 2147483647 bytes.")]
    public int InboxBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>
    /// Most bytes of one picture that a task carries, made by the agent or looked at in the workspace; 0 sends none, and larger ones are
    /// named. A turn sends at most four times as many. Unit: bytes.
    /// </summary>
    [NumberRange(0, 2 * 1024 * 1024, ErrorMessage = "Runner:ImageBytes must be from 0 (none) to 2097152 bytes (2 MiB).")]
    public int ImageBytes { get; set; } = DefaultImageBytes;

    /// <summary>What to do with a turn that was cut off after a tool had begun: fail it, or continue it with a fixed text.</summary>
    public AfterLoss AfterLoss { get; set; } = AfterLoss.Fail;

    /// <summary>Where answers come from, when it is not a real model; <c>scripted</c> is shown in each task's metadata.</summary>
    public string? ModelSource { get; set; }
}

/// <summary>Values of <c>Runner:AfterLoss</c>; see contracts.md §6.</summary>
internal enum AfterLoss
{
    /// <summary>The task ends FAILED with reason TURN_INTERRUPTED and names the command.</summary>
    Fail,

    /// <summary>One continuation turn looks at what is done and goes on.</summary>
    Continue,
}
