namespace CodexA2A.AppHost.Settings;

/// <summary>What a runner may do in a container of compose.</summary>
public static class ComposeSecurity
{
    /// <summary>The variable of compose that names another seccomp profile than the repository's.</summary>
    public const string ProfileVariable = "SECCOMP_PROFILE";

    /// <summary>
    /// The entries of <c>security_opt</c>. Codex's own sandbox makes namespaces, which Docker's profiles refuse to everybody; where
    /// there is no such sandbox nothing more than usual is asked of the host.
    /// </summary>
    /// <param name="sandboxMode"><c>Codex:SandboxMode</c> of the runner.</param>
    /// <param name="profile">The seccomp profile, as an absolute path: compose takes others from the folder of its file.</param>
    public static IReadOnlyList<string> Of(string? sandboxMode, string profile) => sandboxMode is "workspace-write" or "read-only"
        ? [NoNewPrivileges, $"seccomp=${{{ProfileVariable}:-{profile}}}", "apparmor=unconfined"]
        : [NoNewPrivileges];

    private const string NoNewPrivileges = "no-new-privileges:true";
}
