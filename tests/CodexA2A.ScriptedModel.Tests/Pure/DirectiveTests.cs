using CodexA2A.ScriptedModel.Requests;
using CodexA2A.ScriptedModel.Scenarios;

namespace CodexA2A.ScriptedModel.Tests.Pure;

public sealed class DirectiveTests
{
    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("# Heading")]
    [InlineData("#123 is an issue")]
    [InlineData("say #text")]
    public void Ordinary_text_names_no_scenario(string text) => Assert.Null(Directive.Parse(text));

    [Fact]
    public void A_name_values_and_a_body_are_read()
    {
        var directive = Directive.Parse("  #shell  cmd=\"echo \\\"a b\\\" \\\\ \\n\\t\\x\"  say=now \r\nfirst\n\n  second\n")!;

        Assert.Equal("shell", directive.Name);
        Assert.Equal("echo \"a b\" \\ \n\t\\x", directive.Values["cmd"]);
        Assert.Equal("now", directive.Values["say"]);
        Assert.Equal("first\n\n  second", directive.Body);
    }

    [Fact]
    public void A_value_may_be_empty_or_hold_an_equals_sign()
    {
        var directive = Directive.Parse("#x a= b=c=d")!;
        Assert.Equal("", directive.Values["a"]);
        Assert.Equal("c=d", directive.Values["b"]);
    }

    [Theory]
    [InlineData("#x word")]
    [InlineData("#x =1")]
    [InlineData("#x a=1 a=2")]
    [InlineData("#x a=\"1")]
    public void A_line_that_cannot_be_read_is_refused(string text) =>
        Assert.Throws<BadRequestException>(() => Directive.Parse(text));
}
