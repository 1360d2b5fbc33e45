namespace CodexA2A.Runner.AppServer.Envelope;

/// <summary>What follows for turns from a Codex that asks in another way than this service understands. Pure.</summary>
internal static class SchemaPolicy
{
    /// <summary>Value of <c>Codex:OnSchemaDrift</c>: turns that could ask are not run.</summary>
    public const string Refuse = "refuse";

    /// <summary>Value of <c>Codex:OnSchemaDrift</c>: turns are run without questions.</summary>
    public const string Never = "never";

    /// <summary>Why no turn can be run; null when turns can.</summary>
    /// <param name="verdict">How it differs.</param>
    /// <param name="options">Settings.</param>
    /// <param name="approvals">When its turns ask; null for <c>Codex:ApprovalPolicy</c>.</param>
    public static CodexUnavailableException? Problem(SchemaVerdict verdict, CodexOptions options, string? approvals = null) =>
        !verdict.IsUnsafe || options.OnSchemaDrift == Never || (approvals ?? options.ApprovalPolicy) == Never
            ? null
            : new CodexUnavailableException(CodexUnavailableReason.SchemaDrift,
                $"This Codex asks for approvals in another way than this service understands, so it runs no turn that could ask: {verdict.Summary}",
                "Use a supported Codex (remove Codex:Executable to use the pinned one), or set Codex:OnSchemaDrift=never to run turns that never ask.");

    /// <summary>The approval policy that a turn must name; null leaves it at the thread's.</summary>
    /// <exception cref="CodexUnavailableException">No turn can be run.</exception>
    public static string? OfTurn(SchemaVerdict verdict, CodexOptions options, string? approvals = null) =>
        Problem(verdict, options, approvals) is { } problem ? throw problem : verdict.IsUnsafe ? Never : null;
}
