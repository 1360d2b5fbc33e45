using System.Text;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>The scenarios as text for a terminal and as a table for the documentation.</summary>
internal static class ScenarioList
{
    public static string Text(IEnumerable<ScenarioDefinition> scenarios)
    {
        var text = new StringBuilder();
        foreach (var scenario in scenarios)
        {
            text.Append('#').Append(scenario.Name).Append("  ").Append(scenario.Summary).Append('\n');
            foreach (var parameter in scenario.Parameters)
            {
                text.Append("    ").Append(Setting(parameter)).Append("  ").Append(parameter.Summary).Append('\n');
            }
        }

        return text.ToString();
    }

    public static string Markdown(IEnumerable<ScenarioDefinition> scenarios)
    {
        var text = new StringBuilder("| scenario | what it does | parameters and their defaults |\n|---|---|---|\n");
        foreach (var scenario in scenarios)
        {
            var parameters = scenario.Parameters.Select(parameter => $"`{Setting(parameter)}` {parameter.Summary}");
            text.Append("| `#").Append(scenario.Name).Append("` | ").Append(scenario.Summary).Append(" | ")
                .Append(string.Join("<br>", parameters)).Append(" |\n");
        }

        return text.ToString();
    }

    private static string Setting(Parameter parameter) =>
        parameter.Default.Contains(' ', StringComparison.Ordinal)
            ? $"{parameter.Name}=\"{parameter.Default}\""
            : $"{parameter.Name}={parameter.Default}";
}
