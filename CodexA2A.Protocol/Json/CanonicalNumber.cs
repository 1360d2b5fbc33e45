using System.Globalization;

namespace CodexA2A.Protocol.Json;

/// <summary>A number as ECMAScript writes it, which is how RFC 8785 (3.2.2.3) writes it.</summary>
internal static class CanonicalNumber
{
    /// <summary>The shortest digits that read back as the same number; plain from 1e-6 up to 1e21.</summary>
    /// <exception cref="ArgumentException">Not finite, which JSON has no word for.</exception>
    public static string Write(double number)
    {
        if (!double.IsFinite(number)) throw new ArgumentException("JSON has no such number.", nameof(number));
        if (number == 0) return "0";
        if (number < 0) return "-" + Write(-number);

        var (digits, point) = Shortest(number);
        return point switch
        {
            > 21 or <= -6 => Exponent(digits, point - 1),
            <= 0 => "0." + new string('0', -point) + digits,
            _ when digits.Length <= point => digits + new string('0', point - digits.Length),
            _ => $"{digits[..point]}.{digits[point..]}",
        };
    }

    private static string Exponent(string digits, int exponent) =>
        string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}");

    /// <summary>.NET's shortest form taken apart: the digits without zeros at either end, and the number as 0.digits × 10^point.</summary>
    private static (string Digits, int Point) Shortest(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = e < 0 ? text : text[..e];
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? mantissa.Length : dot;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), whole - leading + exponent);
    }
}
