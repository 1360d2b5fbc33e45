namespace CodexA2A.FakeCodex;

/// <summary>Everything that can go wrong, by name.</summary>
internal static class Fault
{
    /// <summary>Prints to stderr and exits before it reads anything.</summary>
    public const string ExitAtOnce = "exit-at-once";

    /// <summary>Never answers <c>initialize</c>.</summary>
    public const string InitializeSilent = "initialize-silent";

    /// <summary>Answers <c>initialize</c> with an error.</summary>
    public const string InitializeError = "initialize-error";

    /// <summary>Has no account and needs one.</summary>
    public const string NotLoggedIn = "not-logged-in";

    /// <summary>Prints three lines of garbage before each answer.</summary>
    public const string Garbage = "garbage";

    /// <summary>Answers every request twice.</summary>
    public const string DuplicateResponses = "duplicate-responses";

    /// <summary>Answers <c>turn/interrupt</c> but goes on.</summary>
    public const string IgnoreInterrupt = "ignore-interrupt";

    /// <summary>Does not end when its input ends, nor on SIGTERM.</summary>
    public const string IgnoreEnd = "ignore-end";

    /// <summary>Starts a child that would live for ever; its id is printed to stderr.</summary>
    public const string SpawnChild = "spawn-child";

    /// <summary>Stops reading its input once it has told its model providers, which is the last thing asked at its start.</summary>
    public const string StopReading = "stop-reading";

    /// <summary>Answers <c>thread/start</c> only behind the next other request.</summary>
    public const string LateStart = "late-start";

    /// <summary>Answers <c>thread/resume</c> only behind the next other request.</summary>
    public const string LateResume = "late-resume";

    /// <summary>Once: when the file <c>silent</c> in CODEX_HOME names a method, takes the file away and never answers that method.</summary>
    public const string SilentWhenTold = "silent-when-told";

    /// <summary>Does not answer <c>initialize</c> as long as there is a file <c>hold</c> in CODEX_HOME.</summary>
    public const string HoldInitialize = "hold-initialize";

    /// <summary>Prints its whole environment and arguments to stderr.</summary>
    public const string PrintEnvironment = "print-environment";

    // Of one turn.

    /// <summary>Never answers <c>turn/start</c>.</summary>
    public const string TurnStartSilent = "turn-start-silent";

    /// <summary>Begins a turn and does not answer <c>turn/start</c> as long as there is a file <c>hold</c> in CODEX_HOME, which it empties first.</summary>
    public const string TurnStartLate = "turn-start-late";

    /// <summary>Dies in the middle of a line of the turn.</summary>
    public const string DieInLine = "die-in-line";

    /// <summary>Dies right after the answer to <c>turn/start</c>.</summary>
    public const string DieAfterTurnStart = "die-after-turn-start";

    /// <summary>Kills itself with SIGKILL in mid-turn.</summary>
    public const string Killed = "killed";

    /// <summary>Prints garbage for ever.</summary>
    public const string GarbageForEver = "garbage-for-ever";

    /// <summary>Prints one very long line.</summary>
    public const string LongLine = "long-line";

    /// <summary>Prints half a line, and from then on nothing.</summary>
    public const string HalfLine = "half-line";

    /// <summary>Prints megabytes to stderr, some of them without a line end.</summary>
    public const string StderrFlood = "stderr-flood";

    /// <summary>Ends at the first call of the method that the file <c>die</c> in CODEX_HOME names; knows <c>config/read</c>.</summary>
    public const string DieWhenTold = "die-when-told";

    /// <summary>Starts the turn, says a little, and nothing more.</summary>
    public const string TurnNeverCompletes = "turn-never-completes";

    /// <summary>Says what the turn is steered with, and only then ends it.</summary>
    public const string UntilSteered = "until-steered";

    /// <summary>Closes its output but lives on.</summary>
    public const string CloseOutput = "close-output";

    /// <summary>Asks for an approval and ends the turn only after the answer.</summary>
    public const string Approval = "approval";

    /// <summary>Asks for an approval when there is a file <c>ask</c> in CODEX_HOME.</summary>
    public const string ApprovalWhenTold = "approval-when-told";

    /// <summary>Asks for two approvals at once.</summary>
    public const string TwoApprovals = "two-approvals";

    /// <summary>Asks for an approval in the name of another turn.</summary>
    public const string StrayApproval = "stray-approval";

    /// <summary>Is done just when it is interrupted.</summary>
    public const string CompleteOnInterrupt = "complete-on-interrupt";

    /// <summary>Asks something this client does not know.</summary>
    public const string UnknownRequest = "unknown-request";

    /// <summary>Sends notifications and items nobody knows.</summary>
    public const string UnknownNotification = "unknown-notification";

    /// <summary>A sub-agent's thread talks, and asks for an approval.</summary>
    public const string ChildThread = "child-thread";

    /// <summary>A sub-agent of the turn talks, runs a command and asks for an approval.</summary>
    public const string SubAgent = "sub-agent";

    /// <summary>The turn fails with an error of the provider.</summary>
    public const string TurnFails = "turn-fails";
}
