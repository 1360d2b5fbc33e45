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

        Settings are .NET configuration: environment variables, command line (`--A2A:Port=9000`), or any other provider. In the environment `:` is written `__`. Times are written `[d.]hh:mm:ss`. A wrong value ends the start with a message that says what would be right.

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
