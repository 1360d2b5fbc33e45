using System.Collections;
using System.Globalization;

namespace CodexA2A.Architecture.Tests.Configuration;

/// <summary>How a default value is written in configuration; null when the class leaves it open.</summary>
internal static class DefaultText
{
    public static string? Of(object? value) => value switch
    {
        null or "" => null,
        string text => $"`{text}`",
        bool flag => flag ? "`true`" : "`false`",
        TimeSpan time => $"`{Short(time)}`",
        IEnumerable list => list.Cast<object>().Any() ? string.Join(", ", list.Cast<object>().Select(Of)) : null,
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        _ => throw new NotSupportedException($"A default of type {value.GetType()} needs a text."),
    };

    /// <summary>What the documentation adds to a value: ", no limit" of "Default: 0, no limit".</summary>
    public static string Remark(string known, string? documented)
    {
        var text = documented?.Replace("`", "", StringComparison.Ordinal) ?? "";
        var value = known.Trim('`');
        return text.StartsWith(value, StringComparison.Ordinal) && !char.IsLetterOrDigit(text.ElementAtOrDefault(value.Length)) ? text[value.Length..] : "";
    }

    // The fixed form prints seven digits of a second; those that say nothing go.
    private static string Short(TimeSpan time)
    {
        var text = time.ToString("c", CultureInfo.InvariantCulture);
        return time.Ticks % TimeSpan.TicksPerSecond == 0 ? text : text.TrimEnd('0');
    }
}
