namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Parameters of <c>command/exec</c> . Codex answers at its end.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="ProcessId">Our name of it, unique in the process.</param>
/// <param name="Cwd">Absolute path.</param>
/// <param name="TimeoutMs">How long it may run; then its exit code is 124.</param>
/// <param name="OutputBytesCap">Most output of each stream.</param>
internal sealed record ExecParams(IReadOnlyList<string> Command, string ProcessId, string Cwd, long TimeoutMs, long OutputBytesCap)
{
    /// <summary>Null leaves it to Codex's own configuration.</summary>
    public SandboxPolicy? SandboxPolicy { get; init; }

    /// <summary>With a terminal.</summary>
    public bool Tty { get; init; }

    /// <summary>The terminal's size at its start.</summary>
    public ExecSize? Size { get; init; }

    /// <summary>More of the environment.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>It can be typed to.</summary>
    public bool StreamStdin { get; init; } = true;

    /// <summary>Its output comes as <see cref="ExecOutputDeltaNotification"/>; else it is in the answer.</summary>
    public bool StreamStdoutStderr { get; init; } = true;
}

/// <summary>Size of a terminal, in characters.</summary>
internal sealed record ExecSize(int Rows, int Cols);

/// <summary>Parameters of <c>command/exec/write</c>.</summary>
internal sealed record ExecWriteParams(string ProcessId, string? DeltaBase64, bool CloseStdin);

/// <summary>Parameters of <c>command/exec/resize</c>.</summary>
internal sealed record ExecResizeParams(string ProcessId, ExecSize Size);

/// <summary>Parameters of <c>command/exec/terminate</c>.</summary>
internal sealed record ExecTerminateParams(string ProcessId);

/// <summary><c>command/exec/outputDelta</c>: bytes of <c>stdout</c> or <c>stderr</c>; <see cref="CapReached"/> on the last ones of a stream that was cut.</summary>
internal sealed record ExecOutputDeltaNotification(string ProcessId, string? Stream = null, byte[]? DeltaBase64 = null, bool CapReached = false) : Notification, IDelta
{
    /// <summary>In the place of a thread, of which it has none: by it the output finds whoever follows the command.</summary>
    public static string FollowedAs(string processId) => "exec:" + processId;
}
