namespace CodexA2A.Runner;

/// <summary>How turns share the folders they work in.</summary>
internal sealed class WorkspaceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Workspaces";

    /// <summary>Turns in one and the same folder run one after the other, over all contexts and all runners of a Codex home. A folder below it is another folder.</summary>
    public bool Exclusive { get; set; }
}
