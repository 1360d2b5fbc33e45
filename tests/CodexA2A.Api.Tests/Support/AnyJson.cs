using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;

namespace CodexA2A.Api.Tests.Support;

/// <summary>Random JSON as it is written: numbers in every spelling, strings with and without escapes, members in any order.</summary>
internal static class AnyJson
{
    /// <summary>Words with everything in them that JSON treats in a way of its own.</summary>
    public static readonly Gen<string> Words = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 0, 8],
        Gen.OneOf("", "é", "日本語", "😀", "\n", "\"", "\\", "/", "\u2028", "\u0000", "\u007f", " ", "{", "<&'>").Array[0, 5].Select(string.Concat));

    /// <summary>A string of JSON.</summary>
    public static readonly Gen<string> Strings = Gen.Select(Words, Gen.Bool, Quoted);

    /// <summary>A number of JSON.</summary>
    public static readonly Gen<string> Numbers = Gen.OneOf(
        Gen.Long.Select(number => $"{number}"),
        Gen.Double.Where(double.IsFinite).Select(number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
        Gen.OneOf("0", "-0", "1.50", "1e3", "1E+03", "-2.5e-7", "123456789012345678901234567890"));

    /// <summary>Any value of JSON, a few levels deep.</summary>
    public static readonly Gen<string> Values = Gen.Recursive<string>((depth, inner) => depth >= 3
        ? Scalars()
        : Gen.Frequency(
            (3, Scalars()),
            (1, inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]")),
            (1, Members(inner).Select(Written))));

    /// <summary>Members of an object, no name twice and none of those that are given.</summary>
    public static Gen<(string Name, string Value)[]> Members(Gen<string> values, params string[] but) =>
        Gen.Select(Words, values, (name, value) => (name, value)).Array[0, 4].Select(all => all.DistinctBy(one => one.name).Where(one => !but.Contains(one.name)).ToArray());

    /// <summary>An object of JSON.</summary>
    public static string Written(IEnumerable<(string Name, string Value)> members) => $"{{{string.Join(',', members.Select(one => $"{Quoted(one.Name, false)}:{one.Value}"))}}}";

    /// <summary>A string of JSON that says this.</summary>
    public static string Quoted(string text, bool escaped) =>
        $"\"{JsonEncodedText.Encode(text, escaped ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static Gen<string> Scalars() => Gen.OneOf(Strings, Numbers, Gen.OneOf("null", "true", "false"));
}
