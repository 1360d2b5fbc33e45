using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>Files stay small enough to be read at once.</summary>
public sealed class FileSizeTests(ITestOutputHelper output)
{
    private const int Most = 400;
    private const int Median = 60;

    [Fact]
    public void No_file_is_over_400_lines_and_the_median_is_at_most_60()
    {
        var sizes = Repository.FilesEnding(".cs").Select(file => (Lines: File.ReadLines(Repository.Full(file)).Count(), File: file)).OrderDescending().ToList();
        var median = sizes[sizes.Count / 2].Lines;
        output.WriteLine($"{sizes.Count} files, median {median} lines; the ten largest:");
        foreach (var (lines, file) in sizes.Take(10)) output.WriteLine($"{lines,5}  {file}");
        Findings.None(sizes.Where(size => size.Lines > Most).Select(size => $"{size.File}: {size.Lines} lines"));
        Assert.True(median <= Median, $"the median is {median} lines");
    }
}
