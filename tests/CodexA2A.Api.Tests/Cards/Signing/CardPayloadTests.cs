using System.Text;
using System.Text.Json;
using CodexA2A.Api.Cards.Signing;

namespace CodexA2A.Api.Tests.Cards.Signing;

public sealed class CardPayloadTests
{
    [Theory]
    [InlineData("""{"name":"a","signatures":[{"protected":"x","signature":"y"}],"b":{"signatures":1}}""", """{"b":{"signatures":1},"name":"a"}""", null)]
    [InlineData("""{"r":[{"schemes":{"bearer":{}}}],"a":"x"}""", """{"a":"x"}""", """{"a":"x","r":[{"schemes":{"bearer":{}}}]}""")]
    [InlineData("""{"n":null,"s":"","l":["",0,false],"o":{"p":[]}}""", """{"l":[0,false]}""", """{"l":["",0,false],"n":null,"o":{"p":[]},"s":""}""")]
    [InlineData("{}", "{}", null)]
    public void Both_readings_of_the_specification_are_there(string card, string cleaned, string? asItStands) =>
        Assert.Equal(asItStands is null ? [cleaned] : [cleaned, asItStands], CardPayload.Of(Encoding.UTF8.GetBytes(card)).Select(Encoding.UTF8.GetString));

    [Theory]
    [InlineData("""{"name":"a","name":"b"}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void What_can_be_read_in_two_ways_is_refused(string card) =>
        Assert.ThrowsAny<JsonException>(() => CardPayload.Of(Encoding.UTF8.GetBytes(card)));
}
