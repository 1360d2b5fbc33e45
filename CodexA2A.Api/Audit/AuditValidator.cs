using CodexA2A.Api.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Audit;

/// <summary>Ends the start where the audit log has no place.</summary>
internal sealed class AuditValidator : IValidateOptions<A2AOptions>
{
    public ValidateOptionsResult Validate(string? name, A2AOptions options)
    {
        if (string.IsNullOrEmpty(options.AuditFile))
        {
            return options.AuditRequired
                ? ValidateOptionsResult.Fail("A2A:AuditRequired needs A2A:AuditFile: without a file nothing is on record.") : ValidateOptionsResult.Success;
        }

        return Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(options.AuditFile))) && !Directory.Exists(options.AuditFile)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"A2A:AuditFile is {options.AuditFile}, which is no file in a folder that is there; make the folder, or name another file.");
    }
}
