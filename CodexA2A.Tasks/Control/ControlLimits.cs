namespace CodexA2A.Tasks;

/// <summary>Sizes and times of control calls; fixed.</summary>
public static class ControlLimits
{
    /// <summary>The whole time of a call, unless it says otherwise.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromSeconds(60);

    /// <summary>A runner must have taken it after this time.</summary>
    public static readonly TimeSpan Listen = TimeSpan.FromSeconds(5);

    /// <summary>A call that nobody has taken is told again so often: a runner may be just starting.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>How long the end of serving waits for calls that do not stop.</summary>
    public static readonly TimeSpan Stop = TimeSpan.FromSeconds(10);

    /// <summary>The largest call, and the largest reply, as UTF-8 JSON.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>So many calls run at a time in one runner.</summary>
    public const int Parallel = 16;

    /// <summary>So many more wait in it; beyond that it takes none.</summary>
    public const int Waiting = 64;

    /// <summary>So many replies are waited for in one process.</summary>
    public const int Pending = 4096;
}
