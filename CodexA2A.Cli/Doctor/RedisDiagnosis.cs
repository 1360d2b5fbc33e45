using CodexA2A.Tasks.Redis;

namespace CodexA2A.Cli.Doctor;

/// <summary>What an inspection of Redis found, as lines of the doctor.</summary>
internal static class RedisDiagnosis
{
    /// <summary>Looks at the Redis that the settings name.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(settings).Build();
        var options = new RedisSeamOptions();
        try
        {
            configuration.GetSection(RedisSeamOptions.Section).Bind(options);
        }
        catch (InvalidOperationException)
        {
            return [Finding.Missing("settings", "A setting of section Redis cannot be read.", "Correct it; docs/configuration.md says what it takes.")];
        }

        var findings = await RedisInspection.RunAsync(configuration.GetConnectionString("redis"), options, TimeProvider.System, cancellationToken);
        return [.. findings.Select(Of)];
    }

    /// <summary>One of them.</summary>
    internal static Finding Of(RedisFinding found) => found.Level switch
    {
        RedisFindingLevel.Ok => Finding.Ok(found.Name, found.Text),
        RedisFindingLevel.Error => Finding.Missing(found.Name, found.Text, found.Fix ?? "See docs/operations.md, \"Redis\"."),
        _ => Finding.Note(found.Name, found.Text, found.Fix),
    };
}
