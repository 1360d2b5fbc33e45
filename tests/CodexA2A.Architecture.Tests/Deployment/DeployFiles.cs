using System.Diagnostics;
using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Configuration;
using CodexA2A.Architecture.Tests.Source;
using YamlDotNet.RepresentationModel;

namespace CodexA2A.Architecture.Tests.Deployment;

/// <summary>The files below deploy/, and what they are held against.</summary>
internal static partial class DeployFiles
{
    /// <summary>What a stop needs beyond the drain and <c>Runner:StopTimeout</c> (RunnerHosting).</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, string> Defaults =
        OptionClass.All.SelectMany(options => options.Settings()).ToDictionary(setting => setting.Key, setting => Quoted().Match(setting.Default).Groups[1].Value);

    public static IEnumerable<string> All => Repository.Files.Where(file => file.StartsWith("deploy/", StringComparison.Ordinal));

    /// <summary>The default of a setting, as the configuration page says it.</summary>
    public static string Default(string key) => Defaults[key];

    public static TimeSpan DefaultTime(string key) => TimeSpan.Parse(Defaults[key], System.Globalization.CultureInfo.InvariantCulture);

    public static YamlNode Yaml(string file) => Assert.Single(Documents(Repository.Read(file)));

    public static IReadOnlyList<YamlNode> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>What lies at a path of keys; null when it is not there.</summary>
    public static YamlNode? At(this YamlNode? node, params string[] path)
    {
        foreach (var key in path)
            node = Child(node, key);
        return node;
    }

    // A key of its own goes before one that is merged in (<<), as YAML has it.
    private static YamlNode? Child(YamlNode? node, string key) => node is not YamlMappingNode map ? null
        : map.Children.TryGetValue(new YamlScalarNode(key), out var own) ? own
        : !map.Children.TryGetValue(new YamlScalarNode("<<"), out var merged) ? null
        : (merged is YamlSequenceNode several ? several.Children : [merged]).Select(other => Child(other, key)).FirstOrDefault(value => value is not null);

    public static string? Text(this YamlNode? node) => (node as YamlScalarNode)?.Value;

    public static IReadOnlyList<string> Texts(this YamlNode? node) => node is YamlSequenceNode list ? [.. list.Select(item => item.Text() ?? "")] : [];

    public static IEnumerable<KeyValuePair<string, YamlNode>> Entries(this YamlNode? node) =>
        (node as YamlMappingNode)?.Children.Select(pair => KeyValuePair.Create(pair.Key.Text()!, pair.Value)) ?? [];

    /// <summary>Whether a program is there, by its name.</summary>
    public static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Quoted();
}
