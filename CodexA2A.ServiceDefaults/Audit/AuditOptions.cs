namespace CodexA2A.ServiceDefaults.Audit;

/// <summary>Where the audit log is kept, and what is in it; the same names in a process of an Api, of a runner, or of both.</summary>
public sealed class AuditOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "A2A";

    /// <summary>File that the audit log is written to, as JSON lines: one for each call that changes something or is refused, and for what a runner did about questions by itself. One process has one file. Default: none, there is no such file.</summary>
    public string? AuditFile { get; set; }

    /// <summary>How large that file gets before it is moved aside (<c>.1</c>, <c>.2</c>, …). Default: 67108864. Unit: bytes.</summary>
    public int AuditFileBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How many files that were moved aside stay; the oldest goes. Default: 8. Unit: number, 0 to 1000.</summary>
    public int AuditFiles { get; set; } = 8;

    /// <summary>Record calls that only read, too. Default: false.</summary>
    public bool AuditReads { get; set; }

    /// <summary>Refuse calls that change something (<c>AUDIT_UNAVAILABLE</c>) while the audit file cannot be written; else records are dropped then, and counted. A runner of its own is not ready then, and works on. Default: false.</summary>
    public bool AuditRequired { get; set; }
}
