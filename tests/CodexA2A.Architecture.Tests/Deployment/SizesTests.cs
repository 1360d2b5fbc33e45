using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests.Deployment;

/// <summary>The sizing table of docs/deployment.md holds measurements: each figure stands in the section that its row names.</summary>
public sealed partial class SizesTests
{
    private static readonly string[][] Rows =
    [
        .. Repository.Read("docs/deployment.md").Split("\n## Sizes\n")[1].Split("\n## ")[0].Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line.Trim('|', ' ').Split(" | ")),
    ];

    [Fact]
    public void It_has_turns_memory_and_Redis() =>
        Assert.All(["turns", "CPU of such a turn", "memory of an Api", "a session", "Redis, a task", "Redis, a further event"], what => Assert.Contains(Rows, row => row[0].StartsWith(what, StringComparison.Ordinal)));

    public static TheoryData<string, string, string> Figures => [.. Rows.Select(row => (row[0], row[1], row[2]))];

    [Theory, MemberData(nameof(Figures))]
    public void Each_figure_was_measured(string what, string figure, string where)
    {
        var numbers = Number().Matches(figure).Select(match => match.Value).ToList();
        Assert.True(numbers.Count > 0, what);
        var link = Link().Match(where);
        var page = Repository.Read($"docs/{link.Groups[1].Value}");
        var section = link.Groups[2].Success ? Sections(page).Single(text => Anchor(text.Split('\n')[0]) == link.Groups[2].Value) : page;
        Findings.None(numbers.Where(number => !Regex.IsMatch(section, $@"(?<![\d.,]){Regex.Escape(number)}(?![\d]|[.,]\d)")));
    }

    private static IEnumerable<string> Sections(string page) => page.Split("\n## ").Skip(1);

    private static string Anchor(string heading) => NoWord().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    // A percentile is a name, not a figure.
    [GeneratedRegex(@"(?<![\w.])\d[\d,]*(\.\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\]\(([^)#]+)(?:#([^)]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoWord();
}
