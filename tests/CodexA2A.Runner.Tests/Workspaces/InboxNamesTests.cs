using System.Text;
using CodexA2A.Runner.Workspaces;

namespace CodexA2A.Runner.Tests.Workspaces;

public sealed class InboxNamesTests
{
    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("Q3 report (final).pdf", "Q3_report__final_.pdf")]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("..\\..\\x\\boot.ini", "boot.ini")]
    [InlineData("../../..", "file.txt")]
    [InlineData("..", "file.txt")]
    [InlineData("", "file.txt")]
    [InlineData(null, "file.txt")]
    [InlineData("a/", "file.txt")]
    [InlineData(".bashrc", "bashrc")]
    [InlineData("--help", "help")]
    [InlineData("a\nb\u0000c\u001b[2J", "a_b_c__2J")]
    [InlineData("$(rm -rf x)`y`;\"z\"", "__rm_-rf_x__y___z_")]
    [InlineData("cv\u202egnp.exe", "cv_gnp.exe")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("NUL", "_NUL")]
    [InlineData("bericht-größe.md", "bericht-größe.md")]
    [InlineData("報告書.docx", "報告書.docx")]
    [InlineData("a.tar.gz", "a.tar.gz")]
    [InlineData("trailing...", "trailing")]
    public void Of_what_a_client_says_a_plain_name_stays(string? given, string name) => Assert.Equal(name, InboxNames.Of([(given, "text/plain")]).Single());

    [Fact]
    public void Long_names_keep_their_beginning_and_their_extension()
    {
        var name = InboxNames.Of([(new string('ä', 300) + ".json", "x/y")]).Single();
        Assert.True(Encoding.UTF8.GetByteCount(name) <= 120, name);
        Assert.StartsWith("ää", name, StringComparison.Ordinal);
        Assert.EndsWith("ä.json", name, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_character_is_none_of_a_name() => Assert.Equal("_x", InboxNames.Of([("\ud800x", "text/plain")]).Single());

    [Fact]
    public void No_two_are_alike() => Assert.Equal(
        ["a.txt", "A-2.TXT", "a-3.txt", "a-2-2.txt", "file.pdf", "file-2.pdf"],
        InboxNames.Of([("a.txt", ""), ("A.TXT", ""), ("x/a.txt", ""), ("a-2.txt", ""), (null, "application/pdf"), (" ", "application/pdf")]));
}
