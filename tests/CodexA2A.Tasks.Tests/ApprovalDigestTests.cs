using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace CodexA2A.Tasks.Tests;

public sealed class ApprovalDigestTests
{
    [Theory]
    [InlineData("""{ "command": "ls", "a": 1.50 }""", """{"a":1.5,"command":"ls"}""")]
    [InlineData("""{ "b": { "ä": null, "a": [true] } }""", """{"b":{"a":[true],"ä":null}}""")]
    public void It_is_of_the_canonical_form(string details, string canonical) => Assert.Equal(
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(canonical))), ApprovalDigest.Of(JsonNode.Parse(details)!.AsObject()));

    [Fact]
    public void A_number_that_nothing_can_hold_has_none() => Assert.Null(ApprovalDigest.Of(JsonNode.Parse("""{ "a": 1e999 }""")!.AsObject()));

    [Fact]
    public void What_is_as_deep_as_a_store_takes_it_has_one()
    {
        JsonNode deep = new JsonArray();
        for (var i = 0; i < 120; i++)
        {
            deep = new JsonArray(deep);
        }

        Assert.Equal(64, ApprovalDigest.Of(new JsonObject { ["deep"] = deep })!.Length);
    }
}
