using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>Every link from a page of this repository to another file or heading leads somewhere.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages => [.. Repository.FilesEnding(".md")];

    [Theory, MemberData(nameof(Pages))]
    public void Every_relative_link_resolves(string page) =>
        Findings.None(Link().Matches(WithoutCode(Repository.Read(page))).Select(match => match.Groups[1].Value).Where(target => !Resolves(page, target)));

    private static bool Resolves(string page, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal)) return true;
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? Repository.Full(page) : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.Full(page))!, parts[0]));
        if (Directory.Exists(file)) return parts.Length == 1;
        return File.Exists(file) && (parts.Length == 1 || Headings(file).Contains(parts[1]));
    }

    private static IEnumerable<string> Headings(string file) =>
        File.ReadLines(file).Where(line => line.StartsWith('#')).Select(line => Slug(line.TrimStart('#').Trim()));

    private static string Slug(string heading) =>
        NotInSlug().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => Code().Replace(text, "");

    [GeneratedRegex(@"\]\(([^)\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]")]
    private static partial Regex NotInSlug();
}
