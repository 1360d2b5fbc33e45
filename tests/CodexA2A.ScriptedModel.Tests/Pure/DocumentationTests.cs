using System.Text;
using CodexA2A.ScriptedModel.Scenarios;
using CodexA2A.ScriptedModel.Scripts;
using CodexA2A.ScriptedModel.Tests.RealCodex;

namespace CodexA2A.ScriptedModel.Tests.Pure;

/// <summary>
/// The tables of docs/scripted-model.md are written from the code. With CODEX_A2A_RECORD=docs the page is brought up to date.
/// </summary>
public sealed class DocumentationTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "scripted-model.md");

    [Fact]
    public async Task The_page_tells_what_can_be_played()
    {
        var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        var expected = Replace(page, "scenarios", ScenarioList.Markdown(ScenarioTable.BuiltIn));
        expected = Replace(expected, "instructions", Instructions());
        if (Environment.GetEnvironmentVariable("CODEX_A2A_RECORD") is "1" or "docs")
        {
            await File.WriteAllTextAsync(Page, expected, TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal(expected, page);
    }

    private static string Instructions()
    {
        var text = new StringBuilder("| instruction | what it does |\n|---|---|\n");
        foreach (var verb in ScriptVerb.All)
        {
            var argument = verb.Argument.Replace("|", "\\|", StringComparison.Ordinal);
            text.Append($"| `{$"{verb.Name} {argument}".TrimEnd()}` | {verb.Summary} |\n");
        }

        return text.ToString();
    }

    private static string Replace(string page, string table, string content)
    {
        var begin = $"<!-- {table} -->\n";
        var from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = page.IndexOf($"<!-- end of {table} -->", StringComparison.Ordinal);
        Assert.InRange(to, from, page.Length);
        return page[..from] + content + page[to..];
    }
}
