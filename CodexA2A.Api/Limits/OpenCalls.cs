namespace CodexA2A.Api.Limits;

/// <summary>What one principal has open; <see cref="CallTable"/> alone changes it, inside its lock.</summary>
internal sealed class OpenCalls(Tasks.Owner owner)
{
    /// <summary>Whose they are.</summary>
    public Tasks.Owner Owner { get; } = owner;

    /// <summary>Calls that are no streams.</summary>
    public int Calls { get; set; }

    /// <summary>Streams.</summary>
    public int Streams { get; set; }
}
