namespace CodexA2A.EndToEnd.Harness;

/// <summary>How the service under test is put together. What a client sees must not depend on it.</summary>
public enum StageForm
{
    /// <summary>Api and runner in one process, over SQLite.</summary>
    OneProcess,

    /// <summary>An Api and a runner as processes of their own, over Redis. The one that is killed and started again is the runner: with each start another one.</summary>
    Fleet,
}
