namespace CodexA2A.Cli.Configuration;

/// <summary>Settings given on the command line as .NET writes them: <c>--Section:Key=value</c>.</summary>
internal static class SettingArguments
{
    /// <summary>The settings, or null and the first argument that is none.</summary>
    public static IReadOnlyDictionary<string, string?>? Parse(IEnumerable<string> arguments, out string? wrong)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var argument in arguments)
        {
            var at = argument.IndexOf('=', StringComparison.Ordinal);
            var key = at > 2 && argument.StartsWith("--", StringComparison.Ordinal) ? argument[2..at] : "";
            if (key.IndexOf(':', StringComparison.Ordinal) < 1 || key.EndsWith(':'))
            {
                // Not its value: it may be a secret.
                wrong = at < 0 ? argument : argument[..at];
                return null;
            }

            settings[key] = argument[(at + 1)..];
        }

        wrong = null;
        return settings;
    }
}
