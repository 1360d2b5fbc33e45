namespace CodexA2A.ServiceDefaults.Audit;

/// <summary>Who asked for what, and what came of it: ids and names only, never what was said. What does not apply is null.</summary>
public sealed record AuditRecord
{
    /// <summary>When it was decided.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whose credential was used, null when none was valid; of a record of a runner, whose task it is.</summary>
    public string? Principal { get; init; }

    /// <summary>The tenant of the principal; null when it has none.</summary>
    public string? Tenant { get; init; }

    /// <summary>The name of the credential.</summary>
    public string? Credential { get; init; }

    /// <summary>Where the connection came from, which may be a proxy.</summary>
    public string? Address { get; init; }

    /// <summary>The operation; of a call that was refused before it was known, the HTTP method; of what a runner did by itself, <c>runner.*</c>.</summary>
    public required string Method { get; init; }

    /// <summary>jsonrpc, rest or grpc.</summary>
    public string? Binding { get; init; }

    /// <summary>The task, as the caller named it or as it was made.</summary>
    public string? TaskId { get; init; }

    /// <summary>The context.</summary>
    public string? ContextId { get; init; }

    /// <summary>The thread.</summary>
    public string? ThreadId { get; init; }

    /// <summary>The principal that something was given to.</summary>
    public string? Grantee { get; init; }

    /// <summary>The question that it is about.</summary>
    public string? RequestId { get; init; }

    /// <summary>What was decided about it: approve, approve_for_session, deny, cancel, or answer; started of a record that another one follows.</summary>
    public string? Decision { get; init; }

    /// <summary>SHA-256, in hex, of what was decided about: the question's properties as codex.interrupts.list has them, in the form of RFC 8785.</summary>
    public string? ApprovalDigest { get; init; }

    /// <summary>ok, aborted, started, or the reason of the error; of a question of a runner's delivered, expired, withdrawn or refused.</summary>
    public required string Outcome { get; init; }
}
