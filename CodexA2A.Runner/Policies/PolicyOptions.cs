namespace CodexA2A.Runner.Policies;

/// <summary>
/// What turns and commands of one principal may do, where that is less than what the settings of section <c>Codex</c> give to all. NAME is
/// the principal as credentials name it, upper and lower case alike; <c>*</c> is the row of all principals, for what their own does not
/// say.
/// </summary>
public sealed class PolicyOptions
{
    /// <summary>The configuration section, with <c>NAME</c> for that of a row.</summary>
    public const string Section = "Codex:Policies:NAME";

    /// <summary>
    /// The principal exactly, where it cannot be the name of a setting because a colon is in it (<c>cert:alice</c>), or where another one
    /// differs from it in case alone. Default: NAME.
    /// </summary>
    public string? Principal { get; set; }

    /// <summary>As <c>Codex:SandboxMode</c>, and not wider; where that is not set, not wider than <c>workspace-write</c>. Default: that of <c>*</c>, then <c>Codex:SandboxMode</c>.</summary>
    public string? SandboxMode { get; set; }

    /// <summary>As <c>Codex:ApprovalPolicy</c>. Default: that of <c>*</c>, then <c>Codex:ApprovalPolicy</c>.</summary>
    public string? ApprovalPolicy { get; set; }

    /// <summary>
    /// The models that requests may name, <c>:0</c>, <c>:1</c> and so on; <c>*</c> stands for any characters. Who names none gets
    /// <c>Codex:Model</c> if it is one of them, else the first that is a whole name. Default: those of <c>*</c>, then all.
    /// </summary>
    public IList<string> Models { get; set; } = [];
}
