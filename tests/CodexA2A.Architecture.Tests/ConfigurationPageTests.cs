using CodexA2A.Architecture.Tests.Configuration;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>The configuration page says what the option classes say. CODEXA2A_REGENERATE=1 writes it anew.</summary>
public sealed class ConfigurationPageTests
{
    [Fact]
    public void The_configuration_page_is_what_the_option_classes_say()
    {
        var text = ConfigurationPage.Text();
        if (Environment.GetEnvironmentVariable("CODEXA2A_REGENERATE") == "1") File.WriteAllText(Repository.Full(ConfigurationPage.File), text);
        Assert.Equal(text, Repository.Read(ConfigurationPage.File));
    }

    [Theory]
    [InlineData("How long. Default: 5. Unit: bytes.", "How long.", "5", "bytes")]
    [InlineData("How long. Default: a logged-in `~/.codex`, else ours.", "How long.", "a logged-in `~/.codex`, else ours", null)]
    [InlineData("Names. Default: none. Ours are never passed.", "Names. Ours are never passed.", "none", null)]
    [InlineData("Plain.", "Plain.", null, null)]
    public void A_summary_is_taken_apart(string summary, string meaning, string? preset, string? unit) =>
        Assert.Equal(new DocNotes(meaning, preset, unit), DocNotes.Split(summary));

    [Theory]
    [InlineData("`0`", "0, no limit", ", no limit")]
    [InlineData("`33554432`", "33554432 (32 MiB)", " (32 MiB)")]
    [InlineData("`10`", "100", "")]
    [InlineData("`10`", null, "")]
    public void What_the_documentation_adds_to_a_default_is_kept(string known, string? documented, string remark) =>
        Assert.Equal(remark, DefaultText.Remark(known, documented));
}
