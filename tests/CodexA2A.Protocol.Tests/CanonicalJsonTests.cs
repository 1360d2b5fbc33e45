using System.Globalization;
using System.Text;
using System.Text.Json;
using CodexA2A.Protocol.Json;
using CsCheck;

namespace CodexA2A.Protocol.Tests;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true, false, null ] }""", """{"a":[true,false,null],"b":1}""")]
    [InlineData("""{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}""", "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}")]
    [InlineData("""{"a":{"z":{},"y":[]},"A":""}""", """{"A":"","a":{"y":[],"z":{}}}""")]
    [InlineData("""["\u20ac$\u000f\nA'B\"\\\\\"\/"]""", """["€$\u000f\nA'B\"\\\\\"/"]""")]
    [InlineData("""["\b\f\t\u007f<>&+\u2028"]""", "[\"\\b\\f\\t\u007f<>&+\u2028\"]")]
    [InlineData("[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]", "[333333333.3333333,1e+30,4.5,0.002,1e-27]")]
    [InlineData("56.0", "56")]
    public void Has_one_form(string json, string canonical) => Assert.Equal(canonical, Canonical(json));

    // The bits and the texts that RFC 8785 lists in its appendix B.
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void A_number_is_written_as_ECMAScript_does(string bits, string text) =>
        Assert.Equal(text, CanonicalNumber.Write(BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_number_is_refused(double number) => Assert.Throws<ArgumentException>(() => CanonicalNumber.Write(number));

    [Fact]
    public void Every_number_reads_back_as_itself() => Gen.Double.Where(double.IsFinite).Sample(number =>
        double.Parse(CanonicalNumber.Write(number), CultureInfo.InvariantCulture).Equals(number == 0 ? 0.0 : number));

    [Fact]
    public void The_canonical_form_of_a_canonical_form_is_itself() => Gen.Dictionary(Gen.String[Gen.Char[' ', '\u00ff'], 0, 8], Gen.Double.Where(double.IsFinite)).Sample(map =>
    {
        var once = Canonical("{" + string.Join(',', map.Select(pair => $"{JsonEncodedQuoted(pair.Key)}:{pair.Value.ToString("R", CultureInfo.InvariantCulture)}")) + "}");
        return Canonical(once) == once;
    });

    private static string JsonEncodedQuoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(CanonicalJson.Write(document.RootElement));
    }
}
