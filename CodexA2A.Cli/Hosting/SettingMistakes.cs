using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using CodexA2A.Api;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Push;
using CodexA2A.Runner;
using CodexA2A.Runner.Management;
using CodexA2A.ServiceDefaults.Audit;
using CodexA2A.Tasks;
using CodexA2A.Tasks.Redis;
using Microsoft.Extensions.Options;

namespace CodexA2A.Cli.Hosting;

/// <summary>What is wrong with the settings, all of it at once: whoever corrects one mistake shall not meet the next at the next start.</summary>
internal static partial class SettingMistakes
{
    private static readonly Action<IServiceProvider>[] Api = [Read<A2AOptions>, Read<PushOptions>];
    private static readonly Action<IServiceProvider>[] Runner = [Read<CodexOptions>, Read<RunnerOptions>, Read<WorkspaceOptions>];

    /// <summary>A line for each; none when the service can start with them. Nothing of the service is made for it.</summary>
    public static IReadOnlyList<string> Find(IConfigurationManager configuration, ServiceForm form, string dataDirectory)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddCodexA2AApi().AddSeam(form, dataDirectory).AddCodexA2ARunner(configuration).AddManagementOptions();
        Action<IServiceProvider>[] sections =
        [
            .. form.HasApi ? Api : [],
            Read<AuditOptions>,
            Read<SeamOptions>,
            .. form.OverRedis ? (Action<IServiceProvider>[])[Read<RedisSeamOptions>] : [],
            .. form.HasRunner ? Runner : [],
            .. form.HasApi ? [] : (Action<IServiceProvider>[])[Read<ManagementOptions>],
        ];
        using var provider = services.BuildServiceProvider();
        return [.. sections.SelectMany(read => Try(() => read(provider)))];
    }

    /// <summary>The lines of what <paramref name="read"/> throws about settings.</summary>
    private static IReadOnlyList<string> Try(Action read)
    {
        try
        {
            read();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures.Select(Plain)];
        }
        catch (InvalidOperationException e) when (e.InnerException is FormatException or OverflowException or ArgumentException && Conversion().Match(e.Message) is { Success: true } match)
        {
            return [$"{match.Groups["key"]}={match.Groups["value"]} cannot be read: it takes {Kind(match.Groups["type"].Value)}. Correct it, or remove it."];
        }
    }

    private static void Read<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(IServiceProvider provider)
        where T : class => _ = provider.GetRequiredService<IOptions<T>>().Value;

    // The generated validators put the member's name before messages that begin with the whole key.
    private static string Plain(string failure) => Head().Replace(failure, "");

    private static string Kind(string type) => type switch
    {
        "System.Boolean" => "true or false",
        "System.Int32" or "System.Int64" => "a whole number",
        "System.TimeSpan" => "a time as [days.]hours:minutes:seconds, such as 00:02:00 for two minutes",
        "CodexA2A.Runner.AfterLoss" => string.Join(" or ", Enum.GetNames<AfterLoss>()),
        _ => $"a {type}",
    };

    [GeneratedRegex(@"^(?<member>\w+): (?=\S+:\k<member>\b)")]
    private static partial Regex Head();

    // What the binder says, generated into each project, of a value that is not of the setting's type.
    [GeneratedRegex(@"^Failed to convert configuration value '(?<value>.*)' at '(?<key>[^']+)' to type '(?<type>[^']+)'", RegexOptions.Singleline)]
    private static partial Regex Conversion();
}
