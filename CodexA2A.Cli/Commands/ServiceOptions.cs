using System.CommandLine;
using System.Globalization;
using CodexA2A.Cli.Configuration;

namespace CodexA2A.Cli.Commands;

/// <summary>The options that <c>serve</c> and <c>demo</c> have in common.</summary>
internal sealed class ServiceOptions
{
    private readonly Option<int?> port = new("--port") { Description = "Port to listen on; 0 takes a free one. Default: 8000." };
    private readonly Option<string?> host = new("--host") { Description = "Address to listen on. Default: 127.0.0.1." };
    private readonly Option<string?> workspace = new("--workspace") { Description = "Folder that the agent works in." };
    private readonly Option<string?> data = new("--data") { Description = "Folder for tasks, sessions and Codex's home." };
    private readonly Option<string?> envFile = new("--env-file") { Description = "File of NAME=value lines, read as if the shell had set them." };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        port.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => !ushort.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                result.AddError("--port must be a number between 0 and 65535.");
            }
        });
        foreach (var option in new Option[] { port, host, workspace, data, envFile })
        {
            command.Add(option);
        }

        // Any setting can be given in .NET's own way; Read refuses whatever else is left over.
        command.TreatUnmatchedTokensAsErrors = false;
    }

    /// <summary>The settings that environment and command line give, or null after the reason was written.</summary>
    public Dictionary<string, string?>? Read(ParseResult parsed, TextWriter errors) =>
        Collect(parsed, errors) is var (settings, environment) && SettingsReader.Report(environment, errors) ? settings : null;

    /// <summary>The same with what is odd about the environment, nothing of which is written; null when the command line is wrong.</summary>
    public (Dictionary<string, string?> Settings, EnvironmentTranslation Environment)? Collect(ParseResult parsed, TextWriter errors)
    {
        var given = SettingArguments.Parse(parsed.UnmatchedTokens, out var wrong);
        if (given is null)
        {
            errors.WriteLine($"error: {wrong} is not understood; see --help. Any setting can be given as --Section:Key=value.");
            return null;
        }

        if (SettingsReader.Read(parsed.GetValue(envFile), errors) is not { } environment)
        {
            return null;
        }

        var settings = new Dictionary<string, string?>(environment.Settings, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in given)
        {
            settings[key] = value;
        }

        Set(settings, "A2A:Port", parsed.GetValue(port)?.ToString(CultureInfo.InvariantCulture));
        Set(settings, "A2A:Host", parsed.GetValue(host));
        settings["A2A:DataDirectory"] = DataFolder.Choose(
            parsed.GetValue(data) ?? settings.GetValueOrDefault("A2A:DataDirectory") ?? Environment.GetEnvironmentVariable("A2A__DataDirectory"));
        if (parsed.GetValue(workspace) is { } root)
        {
            settings["Runner:WorkspaceRoot"] = settings["A2A:WorkspaceRoot"] = Path.GetFullPath(root);
        }

        return (settings, environment);
    }

    private static void Set(Dictionary<string, string?> settings, string key, string? value)
    {
        if (value is not null)
        {
            settings[key] = value;
        }
    }
}
