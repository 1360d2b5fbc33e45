using CodexA2A.ServiceDefaults.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Management;

/// <summary>Checks each of <see cref="ManagementOptions"/> by itself.</summary>
[OptionsValidator]
internal sealed partial class ManagementOptionsValidator : IValidateOptions<ManagementOptions>;

/// <summary>Checks that the runner would listen on an address, not on every one by a slip.</summary>
internal sealed class ManagementAddressValidator(IConfiguration configuration) : IValidateOptions<ManagementOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ManagementOptions options) =>
        options.Host.Length > 0 && BindAddresses.Resolve(options.Inputs(configuration)).Problem is { } problem
            ? ValidateOptionsResult.Fail(problem)
            : ValidateOptionsResult.Success;
}
