using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class CodexVersionTests
{
    [Theory]
    [InlineData("codex-cli 0.169.0", "0.169.0")]
    [InlineData("codex_a2a/0.169.0 (Ubuntu 24.4.0; x86_64) (codex_a2a; 0.1.0)", "0.169.0")]
    [InlineData("codex-cli 0.170.0-alpha.3", "0.170.0-alpha.3")]
    [InlineData("nothing", null)]
    [InlineData(null, null)]
    [InlineData("99999999999.1.1", null)]
    public void The_first_version_of_a_text_is_found(string? text, string? version) =>
        Assert.Equal(version, CodexVersion.Find(text)?.ToString());

    [Theory]
    [InlineData("0.169.0", true)]
    [InlineData("0.169.7", true)]
    [InlineData("0.168.9", false)]
    [InlineData("0.170.0", false)]
    [InlineData("0.170.0-alpha.1", false)]
    [InlineData("0.169.1-alpha.1", false)]
    [InlineData("1.0.0", false)]
    public void The_default_range_is_one_minor_version(string version, bool fits) =>
        Assert.Equal(fits, CodexVersionRange.Parse(new CodexOptions().SupportedVersions).Contains(CodexVersion.Find(version)!));

    [Theory]
    [InlineData(">=0.170.0-alpha.2 <0.171.0", "0.170.0-alpha.10", true)]
    [InlineData(">=0.170.0-alpha.2 <0.171.0", "0.170.0-alpha.1", false)]
    [InlineData(">=0.170.0-alpha.2 <0.171.0", "0.170.0", true)]
    [InlineData("> 0.169.0 <= 0.170.0", "0.169.0", false)]
    [InlineData("> 0.169.0 <= 0.170.0", "0.170.0", true)]
    [InlineData("0.169.3", "0.169.3", true)]
    [InlineData("=0.169.3", "0.169.4", false)]
    public void Ranges_compare_as_semantic_versions_do(string range, string version, bool fits) =>
        Assert.Equal(fits, CodexVersionRange.Parse(range).Contains(CodexVersion.Find(version)!));

    [Theory]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData(">=")]
    [InlineData(">=0.169")]
    [InlineData(">=0.169.0 x")]
    public void Other_texts_are_refused(string range) => Assert.Throws<FormatException>(() => CodexVersionRange.Parse(range));

    [Theory]
    [InlineData("0.1.0-alpha", "0.1.0-alpha.1")]
    [InlineData("0.1.0-alpha.1", "0.1.0-alpha.beta")]
    [InlineData("0.1.0-2", "0.1.0-10")]
    [InlineData("0.1.0-rc.1", "0.1.0")]
    public void Pre_releases_are_ordered(string smaller, string larger) =>
        Assert.True(CodexVersion.Find(smaller)!.CompareTo(CodexVersion.Find(larger)) < 0);
}
