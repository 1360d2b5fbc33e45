using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Sandbox;

/// <summary>A promise can be required only of a sandbox that the operator names: where nothing does, a project's own configuration may.</summary>
internal sealed class SandboxPromiseValidator : IValidateOptions<CodexOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, CodexOptions options) =>
        options is { SandboxPromise: SandboxPromise.Require, SandboxMode: null or "" }
            ? ValidateOptionsResult.Fail("Codex:SandboxPromise=require needs Codex:SandboxMode: without it the configuration of a project in the workspace may choose its own sandbox. Set it to workspace-write or read-only.")
            : ValidateOptionsResult.Success;
}
