namespace CodexA2A.AppHost.Settings;

/// <summary>What Redis is for the AppHost: <c>Redis:Mode</c>.</summary>
public enum RedisMode
{
    /// <summary>A container of the AppHost's.</summary>
    Container,

    /// <summary>A redis-server of this machine, started as a process; only in run mode.</summary>
    Executable,

    /// <summary>One that is there already, by <c>ConnectionStrings:redis</c>.</summary>
    External,
}
