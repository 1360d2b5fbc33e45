using System.Text;
using System.Text.RegularExpressions;

namespace CodexA2A.Architecture.Tests.Configuration;

/// <summary>Writes docs/configuration.md from the option classes.</summary>
internal static partial class ConfigurationPage
{
    public const string File = "docs/configuration.md";

    private const string Head = """
        # Configuration

        <!-- Generated from the option classes by tests/CodexA2A.Architecture.Tests. Edit their documentation, then see CONTRIBUTING.md, "Generated pages". -->

        A setting is given in the environment, where `:` is written `__`, or on the command line (`--A2A:Port=9000`), which wins. `--env-file FILE` reads a file of `NAME=value` lines as if the shell had set them, under every name of this page; what the environment has already wins over it. Quotes, comments, `export`, values over several lines and, inside double quotes, `\n` `\r` `\t` `\\` `\"` `\$` are understood, and nothing is expanded. `--secrets FOLDER` reads a folder with a file for each secret, named as its environment variable (`A2A_BEARER_TOKEN`, `ConnectionStrings__redis`, `OPENAI_API_KEY`), which is how Docker, Kubernetes and systemd hand them over; without it `$CREDENTIALS_DIRECTORY` is read where systemd has set it. One end of line at the end of such a file is not part of the value, an empty one sets nothing, and it wins over `--env-file`. No file is read that was not named: no `.env`, no `appsettings.json`.

        Times are written `[d.]hh:mm:ss`, so that `120` alone is 120 days. Wrong values end the start with a line each that says what would be right, `codex-a2a doctor` shows them too; a name of these sections that is no setting is a warning.

        Where the service listens is decided by `ASPNETCORE_URLS`, `HTTP_PORTS` or `Kestrel:Endpoints` first ([contracts.md](contracts.md#9-addresses-and-probes)). `Logging:LogLevel:*` is .NET's own. `OTEL_EXPORTER_OTLP_ENDPOINT` and the other `OTEL_*` variables turn telemetry on ([operations.md](operations.md#logs-and-telemetry)).

        """;

    public static string Text()
    {
        var page = new StringBuilder(Head);
        foreach (var section in OptionClass.All.OrderByDescending(options => options.Settings().Count()).GroupBy(options => options.Section).OrderBy(section => section.Key, StringComparer.Ordinal))
        {
            page.Append($"\n## {section.Key}\n\n{ForUsers(section.First().Summary)}\n\n");
            page.Append("| key | environment variable | default | value | meaning |\n|---|---|---|---|---|\n");
            foreach (var setting in section.SelectMany(options => options.Settings()))
                page.Append($"| `{setting.Key}` | {string.Join(", ", setting.Environment.Select(name => $"`{name}`"))} | {Cell(setting.Default)} | {Cell(setting.Unit)} | {Cell(setting.Meaning)} |\n");
        }

        return page.Append(EarlierNames.Text()).ToString();
    }

    private static string Cell(string text) => ForUsers(text).Replace("|", "\\|", StringComparison.Ordinal);

    // Where a rule comes from is for readers of the code.
    private static string ForUsers(string text) => Reference().Replace(text, "");

    [GeneratedRegex(@"\s*\([\w-]+\.md[^)]*\)")]
    private static partial Regex Reference();
}
