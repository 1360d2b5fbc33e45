using Microsoft.Extensions.Options;

namespace CodexA2A.ServiceDefaults.Audit;

/// <summary>Ends the start where the audit log has no place, or none of a size that can be.</summary>
internal sealed class AuditValidator : IValidateOptions<AuditOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, AuditOptions options)
    {
        string[] mistakes = [.. Mistakes(options)];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Mistakes(AuditOptions options)
    {
        if (options.AuditFileBytes is < 65_536 or > 1_073_741_824) yield return "A2A:AuditFileBytes must be between 65536 (64 KiB) and 1073741824 (1 GiB).";
        if (options.AuditFiles is < 0 or > 1000) yield return "A2A:AuditFiles must be between 0 and 1000.";
        if (string.IsNullOrEmpty(options.AuditFile))
        {
            if (options.AuditRequired) yield return "A2A:AuditRequired needs A2A:AuditFile: without a file nothing is on record.";
        }
        else if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(options.AuditFile))) || Directory.Exists(options.AuditFile))
        {
            yield return $"A2A:AuditFile is {options.AuditFile}, which is no file in a folder that is there; make the folder, or name another file.";
        }
    }
}
