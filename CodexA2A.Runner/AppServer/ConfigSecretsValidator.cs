using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.AppServer;

/// <summary>Refuses <c>Codex:Config</c> entries that would put a secret onto the command line of Codex.</summary>
internal sealed class ConfigSecretsValidator : IValidateOptions<CodexOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, CodexOptions options)
    {
        var mistakes = options.Config
            .Select(entry => (entry.Key, Secret: ConfigSecrets.Find(entry.Key, entry.Value)))
            .Where(entry => entry.Secret is not null)
            .Select(entry =>
                $"Codex:Config:{entry.Key} would put a secret ({entry.Secret}) onto the command line of Codex, which every user of this machine can read. "
                + "Write it into config.toml of Codex:Home, or name a variable there or here (env_key, env_http_headers, bearer_token_env_var), which Codex then reads from its environment.")
            .ToList();
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
