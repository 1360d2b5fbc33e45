using System.Collections;
using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Configuration;

/// <summary>Reads what the environment (and a file that was named) says, and tells the operator what is odd about it.</summary>
internal static class SettingsReader
{
    /// <summary>What the environment says, or null after the reason was written to <paramref name="errors"/>.</summary>
    /// <param name="secrets">A folder of secrets; null takes the credentials that systemd loaded, if any.</param>
    /// <param name="envFile">A file of NAME=value lines; what the process environment has already, or a secret, wins over it.</param>
    /// <param name="errors">Where it goes if something cannot be read.</param>
    public static EnvironmentTranslation? Read(string? secrets, string? envFile, TextWriter errors)
    {
        var (folder, source) = secrets is { Length: > 0 } ? (secrets, "--secrets") : (Environment.GetEnvironmentVariable(SecretFiles.CredentialsVariable), SecretFiles.CredentialsVariable);
        if ((folder is { Length: > 0 } && !TryApply($"{source} {folder}", () => Secrets(folder, source, errors), errors))
            || (envFile is not null && !TryApply($"--env-file {envFile}", () => EnvFile.Parse(File.ReadAllText(envFile)), errors)))
        {
            return null;
        }

        return EnvironmentNames.Translate(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? "")));
    }

    /// <summary>Writes what the operator should know.</summary>
    /// <returns>False when the service must not start like this.</returns>
    public static bool Report(EnvironmentTranslation translation, TextWriter errors)
    {
        foreach (var warning in translation.Warnings)
        {
            errors.WriteLine($"warning: {warning}");
        }

        foreach (var error in translation.Errors)
        {
            errors.WriteLine($"error: {error}");
        }

        return translation.Errors.Count == 0;
    }

    private static IReadOnlyDictionary<string, string> Secrets(string folder, string source, TextWriter errors)
    {
        var values = SecretFiles.Read(folder, out var passedOver);
        foreach (var name in passedOver)
        {
            // Anybody can have named it, over several lines too.
            errors.WriteLine($"warning: {source}: the file {TerminalWriter.Safe(name.Replace('\n', '\u240a'))} is not named as an environment variable and is not read.");
        }

        return values;
    }

    private static bool TryApply(string what, Func<IReadOnlyDictionary<string, string>> read, TextWriter errors)
    {
        try
        {
            // As if the shell had set them, so that names of .NET, OpenTelemetry and Codex in a file work too.
            foreach (var (name, value) in read())
            {
                // An environment would keep what stands before it.
                if (value.Contains('\0', StringComparison.Ordinal))
                {
                    throw new FormatException($"the value of {name} has a NUL character.");
                }

                if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
                {
                    Environment.SetEnvironmentVariable(name, value);
                }
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or NotSupportedException or ArgumentException)
        {
            errors.WriteLine($"error: {TerminalWriter.Safe($"{what}: {e.Message}")}");
            return false;
        }
    }
}
