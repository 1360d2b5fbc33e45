using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>The tree says nothing about the machine it was written on.</summary>
public sealed partial class TreeTests
{
    private static readonly string[] Text =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".jsonl", ".ndjson", ".md", ".sh", ".yml", ".yaml", ".toml",
        ".js", ".mjs", ".ts", ".html", ".css", ".lua", ".proto", ".txt", ".sql", ".service", ".xml", ".config", ".npmrc", ".editorconfig", ".gitignore", "/run",
    ];

    [Fact]
    public void No_file_names_a_package_registry() => Findings.None(Hits(Registry()));

    [Fact]
    public void No_file_names_a_folder_of_one_machine() => Findings.None(Hits(MachinePath()));

    private static IEnumerable<string> Hits(Regex forbidden) =>
        from file in Repository.FilesEnding(Text)
        where !file.EndsWith("/TreeTests.cs", StringComparison.Ordinal)
        from line in File.ReadLines(Repository.Full(file)).Select((text, index) => (Text: text, Number: index + 1))
        let match = forbidden.Match(line.Text)
        where match.Success
        select $"{file}:{line.Number}: {match.Value}";

    [GeneratedRegex(@"\bnuget\.org|npmjs\.(org|com)|\bpypi\.org|\bcrates\.io|yarnpkg\.com|pkgs\.dev\.azure|deb\.debian\.org|archive\.ubuntu\.com", RegexOptions.IgnoreCase)]
    private static partial Regex Registry();

    // Not a machine's: homes of "agent" (what recordings are rewritten to) and "me", and sample names of one letter.
    [GeneratedRegex(@"(?<![\w.~$}])/(work|mnt|root/[\w.]{2,}|home/(?!(agent|me|\w)\b)\w+|Users/\w+|tmp/\w+)\b(?=/|$|[""'\s`)])|\b[A-Z]:\\{1,2}Users\\{1,2}(?!\\|me\b)")]
    private static partial Regex MachinePath();
}
