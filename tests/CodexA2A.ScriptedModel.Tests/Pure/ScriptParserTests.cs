using CodexA2A.ScriptedModel.Scripts;

namespace CodexA2A.ScriptedModel.Tests.Pure;

public sealed class ScriptParserTests
{
    [Fact]
    public void A_call_of_a_tool_ends_the_round()
    {
        var script = ScriptParser.Parse("greet.script", "# Greets.\n\nthink Who is it?\nrun id -un\n# again\nsay Hello {output}.\nanswer Bye.\n");

        Assert.Equal("greet", script.Name);
        Assert.Equal("Greets.", script.Summary);
        Assert.Equal([["think", "run"], ["say", "answer"]], script.Rounds.Select(round => round.Select(line => line.Verb.Name)));
    }

    [Fact]
    public void Indented_lines_continue_the_one_before()
    {
        var script = ScriptParser.Parse("p.script", "patch\r\n  *** Begin Patch\r\n  *** Add File: a\r\n  + two\r\n  *** End Patch\r\nsay Done.");
        Assert.Equal("*** Begin Patch\n*** Add File: a\n+ two\n*** End Patch", script.Rounds[0][0].Text);
    }

    [Theory]
    [InlineData("a.script", "", 0, "The script is empty.")]
    [InlineData("1.script", "say x", 0, "The file's name is the scenario's")]
    [InlineData("a b.script", "say x", 0, "The file's name is the scenario's")]
    [InlineData("a.script", "say x\nshout y", 2, "'shout' is no instruction. Known: say,")]
    [InlineData("a.script", "say", 1, "'say' needs TEXT after it")]
    [InlineData("a.script", "wait soon\nsay x", 1, "'wait' needs a whole number from 0 to 3600000, not 'soon'.")]
    [InlineData("a.script", "error 200", 1, "from 400 to 599")]
    [InlineData("a.script", "say x\nerror 500", 2, "can only be the first line of a reply")]
    [InlineData("a.script", "cut\nsay x", 2, "Nothing can follow 'cut' in the same reply.")]
    [InlineData("a.script", "cut twice", 1, "Only 'once' may follow 'cut'.")]
    [InlineData("a.script", "hang on", 1, "Nothing may follow 'hang'.")]
    [InlineData("a.script", "gate a b", 1, "A gate's name is one word.")]
    [InlineData("a.script", "say x\n\nrun ls", 3, "After 'run' the model must answer: add a line such as 'say Done.'")]
    [InlineData("a.script", "call echo\nsay x", 1, "After the tool's name its arguments follow as JSON")]
    [InlineData("a.script", "call echo [1]\nsay x", 1, "The arguments of a tool are a JSON object.")]
    [InlineData("a.script", "patch nothing\nsay x", 1, "A patch begins with '*** Begin Patch'.")]
    public void A_mistake_names_file_and_line(string file, string text, int line, string problem)
    {
        var error = Assert.Throws<ScriptFormatException>(() => ScriptParser.Parse(file, text));
        Assert.Equal(line, error.Line);
        Assert.StartsWith($"{file}:{line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }
}
