using System.CommandLine;
using System.Globalization;
using CodexA2A.Cli.Configuration;
using CodexA2A.Cli.Hosting;

namespace CodexA2A.Cli.Commands;

/// <summary>The options that <c>serve</c> and <c>demo</c> have in common.</summary>
internal sealed class ServiceOptions
{
    private readonly Option<int?> port = new("--port") { Description = "Port to listen on; 0 takes a free one. Default: 8000; of a runner alone, for probes, 8001." };
    private readonly Option<string?> host = new("--host") { Description = "Address to listen on. Default: 127.0.0.1." };
    private readonly Option<string?> workspace = new("--workspace") { Description = "Folder that the agent works in. Default: the current folder; for demo one of its own." };
    private readonly Option<string?> data = new("--data") { Description = "Folder for tasks, sessions and Codex's home. Default: $XDG_DATA_HOME/codex-a2a, else ~/.local/share/codex-a2a." };
    private readonly Option<string?> envFile = new("--env-file") { Description = "File of NAME=value lines, read as if the shell had set them." };
    private readonly Option<string?> secrets = new("--secrets") { Description = "Folder with a file for each secret, named as its environment variable. Default: $CREDENTIALS_DIRECTORY, as systemd sets it.", HelpName = "FOLDER" };

    private readonly Argument<string[]> more = new("--Section:Key=value")
    {
        Description = "Any setting of docs/configuration.md, for example --Codex:SandboxMode=read-only.",
        Arity = ArgumentArity.ZeroOrMore,
    };

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
        foreach (var option in new Option[] { port, host, workspace, data, envFile, secrets })
        {
            command.Add(option);
        }

        // Collect refuses what is no setting.
        command.Add(more);
    }

    /// <summary>The settings that environment and command line give, or null after the reason was written.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="errors">Where the reason goes.</param>
    /// <param name="role">Which parts the process is to be; null for a service that keeps its tasks itself.</param>
    public ServiceSettings? Read(ParseResult parsed, TextWriter errors, ServiceRole? role = null)
    {
        if (Collect(parsed, errors, role ?? ServiceRole.All) is not var (settings, environment))
        {
            return null;
        }

        if (SettingsReader.Report(environment, errors))
        {
            return settings;
        }

        // All at once: what would be refused later is said now, too.
        foreach (var mistake in ServiceHost.FindMistakes(settings, role is { } some ? ServiceForm.Of(some, settings) : ServiceForm.Single).Where(mistake => !environment.Tells(mistake)))
        {
            errors.WriteLine($"error: {settings.Explain(mistake)}");
        }

        return null;
    }

    /// <summary>The same with what is odd about the environment, nothing of which is written; null when the command line is wrong.</summary>
    public (ServiceSettings Settings, EnvironmentTranslation Environment)? Collect(ParseResult parsed, TextWriter errors, ServiceRole role = ServiceRole.All)
    {
        var given = SettingArguments.Parse(parsed.GetValue(more) ?? [], out var wrong);
        if (given is null)
        {
            errors.WriteLine($"error: {wrong} is not understood; see --help. Any setting can be given as --Section:Key=value.");
            return null;
        }

        if (given.Select(setting => SecretSettings.Problem(setting.Key, setting.Value)).OfType<string>().ToList() is { Count: > 0 } open)
        {
            open.ForEach(problem => errors.WriteLine($"error: {problem}"));
            return null;
        }

        if (SettingsReader.Read(parsed.GetValue(secrets), parsed.GetValue(envFile), errors) is not { } environment)
        {
            return null;
        }

        environment = environment with { Warnings = [.. environment.Warnings, .. given.Keys.Select(KnownSettings.Problem).OfType<string>()] };
        var settings = new ServiceSettings();
        foreach (var (key, origin) in environment.Origins)
        {
            if (environment.Settings.TryGetValue(key, out var value))
            {
                settings.Set(key, value, origin);
            }
            else
            {
                settings.SetElsewhere(key, origin);
            }
        }

        foreach (var (key, value) in given)
        {
            settings.Set(key, value, $"--{key}");
        }

        // Where the process listens: a runner alone serves probes only.
        var section = role == ServiceRole.Runner ? "Runner:Management" : "A2A";
        if (parsed.GetValue(port) is { } number)
        {
            settings.Set($"{section}:Port", number.ToString(CultureInfo.InvariantCulture), "--port");
        }

        if (parsed.GetValue(host) is { } address)
        {
            settings.Set($"{section}:Host", address, "--host");
        }

        settings["A2A:DataDirectory"] = DataFolder.Choose(
            parsed.GetValue(data) ?? settings.GetValueOrDefault("A2A:DataDirectory") ?? Environment.GetEnvironmentVariable("A2A__DataDirectory"));
        if (parsed.GetValue(workspace) is { } root)
        {
            settings.Set("Runner:WorkspaceRoot", Path.GetFullPath(root), "--workspace");
            settings.Set("A2A:WorkspaceRoot", Path.GetFullPath(root), "--workspace");
        }

        return (settings, environment);
    }
}
