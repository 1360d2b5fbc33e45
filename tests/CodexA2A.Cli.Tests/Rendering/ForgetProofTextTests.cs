using System.Text.Json.Nodes;
using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Tests.Rendering;

public sealed class ForgetProofTextTests
{
    [Theory]
    [InlineData("""{"forgotten":true,"contextId":"c","tasks":1,"events":4,"interrupts":0,"thread":"deleted","remaining":[]}""", true,
        "Context c is forgotten: 1 task, 4 events, 0 questions; thread: deleted.")]
    [InlineData("""{"forgotten":true,"contextId":"c","tasks":2,"events":1,"interrupts":1,"thread":"unreachable","remaining":["thread:t"]}""", false, "  thread:t")]
    [InlineData("""{"forgotten":true,"contextId":"c"}""", false, "  unknown: the agent does not say")]
    [InlineData("""{"forgotten":false,"contextId":"c","pending":true}""", false, null)]
    [InlineData("""{"forgotten":"yes"}""", false, null)]
    public void A_proof_is_complete_only_when_it_says_that_nothing_remains(string answer, bool complete, string? line)
    {
        var proof = ForgetProofText.Read((JsonObject)JsonNode.Parse(answer)!);

        Assert.Equal(complete, proof.IsComplete);
        Assert.Contains(line ?? proof.Lines.Single(text => text.StartsWith("Not yet", StringComparison.Ordinal)), proof.Lines);
    }
}
