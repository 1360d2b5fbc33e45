using System.Collections;

namespace CodexA2A.Cli.Configuration;

/// <summary>Reads what the environment (and a file that was named) says, and tells the operator what is odd about it.</summary>
internal static class SettingsReader
{
    /// <summary>What the environment says, or null after the reason was written to <paramref name="errors"/>.</summary>
    /// <param name="envFile">A file of NAME=value lines; what the process environment has already wins over it.</param>
    /// <param name="errors">Where it goes if the file cannot be read.</param>
    public static EnvironmentTranslation? Read(string? envFile, TextWriter errors)
    {
        if (envFile is not null && !TryApply(envFile, errors))
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

    private static bool TryApply(string envFile, TextWriter errors)
    {
        try
        {
            // As if the shell had set them, so that names of .NET, OpenTelemetry and Codex in the file work too.
            foreach (var (name, value) in EnvFile.Parse(File.ReadAllText(envFile)))
            {
                if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
                {
                    Environment.SetEnvironmentVariable(name, value);
                }
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            errors.WriteLine($"error: --env-file {envFile}: {e.Message}");
            return false;
        }
    }
}
