using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner;

/// <summary>Checks each of <see cref="RunnerOptions"/> by itself at start; each message says what would be right.</summary>
[OptionsValidator]
internal sealed partial class RunnerOptionsValidator : IValidateOptions<RunnerOptions>;

/// <summary>Checks that the folder that turns work in is there.</summary>
internal sealed class WorkspaceRootValidator : IValidateOptions<RunnerOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, RunnerOptions options) => options.WorkspaceRoot is null || Directory.Exists(options.WorkspaceRoot)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Runner:WorkspaceRoot names no folder: {options.WorkspaceRoot}. Create it, or name one that exists.");
}

/// <summary>Checks that the folders that requests may name besides are there.</summary>
internal sealed class AllowedFoldersValidator : IValidateOptions<WorkspaceOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, WorkspaceOptions options) => options.Allowed.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing
        ? ValidateOptionsResult.Fail($"Workspaces:Allowed names no folder: {missing}. Create it, or name one that exists.")
        : ValidateOptionsResult.Success;
}
