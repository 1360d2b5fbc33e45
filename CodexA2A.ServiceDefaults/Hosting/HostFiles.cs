using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace CodexA2A.ServiceDefaults.Hosting;

/// <summary>The files that a host of .NET reads by itself.</summary>
public static class HostFiles
{
    /// <summary>Takes the host's appsettings files out: nothing of ours is in them, and their watcher would see every file that an agent writes below them.</summary>
    /// <remarks>Before anything reads the configuration.</remarks>
    public static void Remove(ConfigurationManager configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        foreach (var file in configuration.Sources.OfType<JsonConfigurationSource>().Where(IsHostsOwn).ToArray())
        {
            configuration.Sources.Remove(file);
        }
    }

    private static bool IsHostsOwn(JsonConfigurationSource source) => source.Path?.StartsWith("appsettings.", StringComparison.Ordinal) == true;
}
