namespace CodexA2A.Tasks;

/// <summary>
/// How much of what is sent to a task may wait for the owner of its session. What the owner of a task that has begun was told of
/// waits no more, and is not kept either: whoever takes over would refuse it (0022-what-waits-for-an-owner-is-bounded.md).
/// </summary>
/// <param name="Weight">What one command counts.</param>
/// <param name="Most">What those of its kind that wait may count together.</param>
public readonly record struct WaitingBound(long Weight, long Most)
{
    /// <summary>Messages for a running turn, in number.</summary>
    public const int Steers = 32;

    /// <summary>What is written to a command, in bytes.</summary>
    public const long Written = 1024 * 1024;

    /// <summary>The bound of a command; null where it has none of its own.</summary>
    public static WaitingBound? Of(TurnCommand command) => command switch
    {
        SteerTurn => new WaitingBound(1, Steers),
        DriveExec drive => new WaitingBound((drive.DeltaBase64?.Length ?? 0) / 4 * 3, Written),
        _ => null,
    };

    /// <summary>Whether one more may wait with those that count <paramref name="waiting"/>. What counts nothing always may.</summary>
    public bool Has(long waiting) => Weight == 0 || waiting + Weight <= Most;
}
