namespace CodexA2A.Protocol;

/// <summary>State of a task (A2A 1.0, <c>TaskState</c>); the numbers are the proto's. On the wire the proto names, such as <c>TASK_STATE_WORKING</c>.</summary>
public enum TaskState
{
    /// <summary>Not given; never emitted.</summary>
    Unspecified = 0,

    /// <summary>Accepted, not yet begun.</summary>
    Submitted = 1,

    /// <summary>The agent is at work.</summary>
    Working = 2,

    /// <summary>Ended well (terminal).</summary>
    Completed = 3,

    /// <summary>Ended with an error (terminal).</summary>
    Failed = 4,

    /// <summary>Ended because a client asked for it (terminal).</summary>
    Canceled = 5,

    /// <summary>Waits for an answer of the client (interrupted).</summary>
    InputRequired = 6,

    /// <summary>The agent declined the work (terminal).</summary>
    Rejected = 7,

    /// <summary>Waits for an authorization (interrupted).</summary>
    AuthRequired = 8,
}

/// <summary>The two groups of task states that the protocol's rules are about.</summary>
public static class TaskStateExtensions
{
    extension(TaskState state)
    {
        /// <summary>The task has ended; nothing follows and it never starts again.</summary>
        public bool IsTerminal => state is TaskState.Completed or TaskState.Failed or TaskState.Canceled or TaskState.Rejected;

        /// <summary>The task waits for somebody outside; a blocking send returns.</summary>
        public bool IsInterrupted => state is TaskState.InputRequired or TaskState.AuthRequired;
    }
}
