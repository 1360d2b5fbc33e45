using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>Whether Codex has credentials for its model provider; pure.</summary>
internal static class LoginCheck
{
    /// <summary>The problem, or null when it has.</summary>
    /// <param name="account">Answer to <c>account/read</c>.</param>
    /// <param name="providers">Answer to <c>modelProvider/list</c>; null when it failed.</param>
    /// <param name="environment">Environment of the Codex process.</param>
    public static CodexUnavailableException? Problem(
        AccountReadResult account,
        ModelProviderListResult? providers,
        IReadOnlyDictionary<string, string> environment)
    {
        if (account.RequiresOpenaiAuth)
        {
            return account.Account is not null ? null : new CodexUnavailableException(CodexUnavailableReason.NotLoggedIn,
                "Codex is not logged in.",
                "On the machine of this service `codex-a2a doctor` prints the command that logs Codex in; or set OPENAI_API_KEY, without Codex:Home (CODEX_HOME), and start again.");
        }

        var provider = providers?.Data.FirstOrDefault(candidate => candidate.Id == providers.DefaultProviderId);
        if (provider?.Settings?.Auth?.EnvKey is not { Length: > 0 } name || environment.GetValueOrDefault(name) is { Length: > 0 })
            return null;
        return new CodexUnavailableException(CodexUnavailableReason.NotLoggedIn,
            $"Codex has no key for its model provider {provider.Name ?? provider.Id}.",
            provider.Id == LaunchArguments.OwnProvider
                ? "Set OPENAI_API_KEY, or log Codex in (on the machine of this service `codex-a2a doctor` prints the command), and start this service again."
                : $"Set the environment variable {name} and start again.");
    }
}
