namespace CodexA2A.Cli.Configuration;

/// <summary>Settings that are secrets. They come from the environment or from files: what stands on a command line every user of the machine can read.</summary>
internal static class SecretSettings
{
    private static readonly string[] Names = ["A2A:BearerToken", "A2A:BearerTokens", "A2A:StaticAuthCredentials", "Push:SigningKey", "Runner:Management:Token"];

    /// <summary>Why a setting must not stand on the command line, without its value; null when it may.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="value">Its value: an address of Redis is a secret only with a password.</param>
    public static string? Problem(string key, string? value) =>
        Names.Any(name => Is(key, name)) || key.EndsWith(":Password", StringComparison.OrdinalIgnoreCase) || (Is(key, "ConnectionStrings") && HasPassword(value))
            ? $"--{key} holds a secret, and every user of this machine can read a command line. Give it as {key.Replace(":", "__", StringComparison.Ordinal)} in the environment, in a file for --env-file, or as a file of that name in the folder of --secrets."
            : null;

    private static bool Is(string key, string name) =>
        key.Equals(name, StringComparison.OrdinalIgnoreCase) || key.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase);

    private static bool HasPassword(string? value) =>
        value is not null && (value.Contains("password", StringComparison.OrdinalIgnoreCase) || value.Contains('@', StringComparison.Ordinal));
}
