using System.Globalization;

namespace CodexA2A.Api.Tests.Errors;

/// <summary>A row of docs/errors.md.</summary>
internal sealed record ErrorRow(string Case, string Bindings, int? Code, bool IsHttp, string? Reason, string? Field, int? Http);

/// <summary>Reads the table of docs/errors.md.</summary>
internal static class ErrorTable
{
    public static IReadOnlyList<ErrorRow> Rows { get; } = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "errors.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(Parse)];

    private static ErrorRow Parse(string line)
    {
        var cells = line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray();
        Assert.Equal(6, cells.Length);
        var code = cells[2].TrimEnd('!', ' ');
        return new ErrorRow(
            cells[0],
            cells[1],
            int.TryParse(code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            cells[2].EndsWith('!'),
            cells[3].Length == 0 ? null : cells[3],
            cells[4].Length == 0 ? null : cells[4],
            cells[5].Length == 0 ? null : int.Parse(cells[5], CultureInfo.InvariantCulture));
    }
}
