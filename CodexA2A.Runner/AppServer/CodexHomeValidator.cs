using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// A home that was named must be there at the start: without it Codex would never be logged in, and one that we made in its
/// place would hide the mistake. Only our own home is made.
/// </summary>
internal sealed class CodexHomeValidator(ParentEnvironment parent) : IValidateOptions<CodexOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, CodexOptions options)
    {
        var home = CodexHome.Choose(options, parent.Variables);
        if (home.Own || Directory.Exists(home.Path))
            return ValidateOptionsResult.Success;
        var setting = options.Home is { Length: > 0 } ? "Codex:Home" : "CODEX_HOME";
        return ValidateOptionsResult.Fail(
            $"{setting} names no folder: {home.Path}. Create it (and log in: `CODEX_HOME={home.Path} codex login`), correct it, or remove {setting} to use one of our own.");
    }
}
