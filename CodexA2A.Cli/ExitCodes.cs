namespace CodexA2A.Cli;

/// <summary>What the command tells its caller.</summary>
internal static class ExitCodes
{
    /// <summary>All went well; a task ended COMPLETED.</summary>
    public const int Ok = 0;

    /// <summary>It failed: the task, the call, the start, or a check of the doctor.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The task waits for an answer, and nobody was there to give one.</summary>
    public const int Waiting = 3;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
