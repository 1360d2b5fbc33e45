using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Canaries;

/// <summary>Whoever finds nothing must be able to find something.</summary>
public sealed class DisguiseTests
{
    private const string Secret = "Qx7vK2mP9rT4wZ8sB3nL6yD1";
    private const string Other = "Hf5gJ0cV7uE2aX9kN4iO8tR1";

    public static TheoryData<string> Names => [.. Disguise.All.Select(one => one.Name)];

    [Fact]
    public void There_are_thirty_of_them() => Assert.True(Disguise.All.Select(one => one.Name).Distinct().Count() >= 30);

    [Theory]
    [InlineData("reversed", "24bA")]
    [InlineData("rot13", "No42")]
    [InlineData("one letter on", "Bc42")]
    [InlineData("rot47", "p3ca")]
    [InlineData("atbash", "Zy42")]
    [InlineData("base64", "QWI0Mg==")]
    [InlineData("base64url", "QWI0Mg")]
    [InlineData("base64 twice", "UVdJME1nPT0=")]
    [InlineData("base64 of UTF-16", "QQBiADQAMgA=")]
    [InlineData("base32", "IFRDIM")]
    [InlineData("hex", "41623432")]
    [InlineData("hex with spaces", "41 62 34 32")]
    [InlineData("hex of C", "\\x41\\x62\\x34\\x32")]
    [InlineData("octal of C", "\\101\\142\\064\\062")]
    [InlineData("URL", "%41%62%34%32")]
    [InlineData("URL twice", "%2541%2562%2534%2532")]
    [InlineData("JSON", "\\u0041\\u0062\\u0034\\u0032")]
    [InlineData("HTML", "&#65;&#98;&#52;&#50;")]
    [InlineData("HTML in hex", "&#x41;&#x62;&#x34;&#x32;")]
    [InlineData("bits", "01000001011000100011010000110010")]
    [InlineData("numbers", "65,98,52,50")]
    [InlineData("one a line", "A\nb\n4\n2")]
    [InlineData("with dots", "A.b.4.2")]
    public void It_is_written_so(string name, string expected) => Assert.Equal(expected, Of(name).Write("Ab42"));

    [Theory, MemberData(nameof(Names))]
    public void It_is_found_alone_in_a_text_and_in_JSON(string name)
    {
        var scan = new CanaryScan([Secret, Other]);
        var written = Of(name).Write(Secret);
        foreach (var text in (string[])[written, $"a log: {written}; and more", new JsonObject { ["x"] = $"- {written} -" }.ToJsonString(), Uri.EscapeDataString($"q={written}&")])
        {
            var found = scan.Find(text);
            Assert.NotEmpty(found);
            Assert.All(found, one => Assert.StartsWith(Secret, one, StringComparison.Ordinal));
        }

        // Letters and digits are the same in both alphabets of base64.
        Assert.Contains(scan.Find(System.Text.Encoding.UTF8.GetBytes(written)), one => one == $"{Secret} ({name.Replace("base64url", "base64", StringComparison.Ordinal)})");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    public void Base64_is_found_wherever_the_secret_stands_in_it(string before)
    {
        var text = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{before}{Secret}."));
        Assert.NotEmpty(new CanaryScan([Secret]).Find(text));
    }

    [Fact]
    public void What_is_packed_is_found_in_the_middle_of_other_things()
    {
        using var packed = new MemoryStream();
        using (var packing = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal)) packing.Write(System.Text.Encoding.ASCII.GetBytes($"before {Secret} after"));
        Assert.NotEmpty(new CanaryScan([Secret]).Find($"x {Convert.ToBase64String(packed.ToArray())} y"));
    }

    [Fact]
    public void Nothing_is_found_where_there_is_none()
    {
        var scan = new CanaryScan([Secret]);
        Assert.Empty(scan.Find(string.Concat(Disguise.All.Select(one => one.Write(Other)))));
        Assert.Empty(scan.Find(Secret[..^1] + "x"));
        Assert.Empty(scan.Find(""));
    }

    private static Disguise Of(string name) => Disguise.All.Single(one => one.Name == name);
}
