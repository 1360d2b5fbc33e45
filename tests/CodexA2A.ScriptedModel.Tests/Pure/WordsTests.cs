using CodexA2A.ScriptedModel.Scenarios;

namespace CodexA2A.ScriptedModel.Tests.Pure;

public sealed class WordsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("one", 1)]
    [InlineData("one two", 2)]
    [InlineData("  one  two\nthree ", 3)]
    public void Parts_put_together_are_the_text(string text, int parts)
    {
        var split = Words.Split(text).ToList();
        Assert.Equal(text, string.Concat(split));
        Assert.Equal(parts, split.Count);
    }

    [Fact]
    public void Numbered_words_count() => Assert.Equal("alpha1 bravo2 charlie3", string.Concat(Words.Numbered(3)));
}
