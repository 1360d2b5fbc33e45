using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Cli.Cards;

namespace CodexA2A.Cli.Tests.Cards;

public sealed class CardVerificationTests
{
    private static readonly Uri Agent = new(SignedCard.Origin);

    [Theory]
    [InlineData("https://x.example", "https://x.example/.well-known/agent-card.json")]
    [InlineData("https://x.example/a", "https://x.example/a/.well-known/agent-card.json")]
    [InlineData("https://x.example/a/", "https://x.example/a/.well-known/agent-card.json")]
    public void The_card_is_below_the_address(string agent, string card) => Assert.Equal(card, CardVerification.CardUrl(new Uri(agent)).AbsoluteUri);

    [Fact]
    public async Task A_signed_card_holds()
    {
        using var signed = new SignedCard();
        var findings = await RunAsync(signed.Card(), Set(signed));
        Assert.True(CardCheck.IsGood(findings));
        Assert.Equal(
            ["ok    An agent 1.2 at https://agent.example.org/.well-known/agent-card.json", "ok    Every required member is there.", "ok    Signature by ES256 key key-1 holds."],
            findings.Select(finding => finding.ToString()));
    }

    [Theory]
    [InlineData("""{"schemes":{"bearerAuth":{}}}""", false)]
    [InlineData("""{"schemes":{"bearerAuth":{}}}""", true)]
    public async Task A_signature_over_the_card_with_or_without_what_is_empty_holds(string requirement, bool without)
    {
        using var signed = new SignedCard();
        var card = SignedCard.Plain.Replace("\"skills\"", $"\"securityRequirements\":[{requirement}],\"skills\"", StringComparison.Ordinal);
        Assert.True(CardCheck.IsGood(await RunAsync(signed.Card(card, without ? SignedCard.Plain : card), Set(signed))));
    }

    [Fact]
    public async Task A_card_that_was_changed_does_not_hold()
    {
        using var signed = new SignedCard();
        var card = signed.Card();
        card["supportedInterfaces"]![0]!["url"] = "https://evil.example.org";
        var findings = await RunAsync(card, Set(signed));
        Assert.False(CardCheck.IsGood(findings));
        Assert.Equal("WRONG Signature by ES256 key key-1 does not hold: the card, or the signature, was changed.", findings[^1].ToString());
    }

    [Fact]
    public async Task One_signature_that_holds_does_not_outweigh_a_wrong_one()
    {
        using var signed = new SignedCard();
        using var other = new SignedCard { Id = "key-2" };
        var card = signed.Card();
        card["signatures"]!.AsArray().Add((JsonNode)other.Signature("something else"));
        var findings = await RunAsync(card, Set(signed, other));
        Assert.Equal([Verdict.Holds, Verdict.Wrong], findings.Where(finding => finding.IsSignature).Select(finding => finding.Verdict));
        Assert.False(CardCheck.IsGood(findings));
    }

    [Fact]
    public async Task A_key_that_was_taken_out_of_the_set_leaves_its_signature_open()
    {
        using var signed = new SignedCard();
        using var old = new SignedCard { Id = "old" };
        var card = signed.Card();
        card["signatures"]!.AsArray().Insert(0, old.Signature(SignedCard.Plain));
        var findings = await RunAsync(card, Set(signed));
        Assert.Equal([Verdict.Open, Verdict.Holds], findings.Where(finding => finding.IsSignature).Select(finding => finding.Verdict));
        Assert.True(CardCheck.IsGood(findings));
        Assert.False(CardCheck.IsGood(await RunAsync(old.Card(), Set(signed))));
    }

    [Theory]
    [InlineData("https://evil.example.org/jwks.json", "of another origin")]
    [InlineData("http://agent.example.org/jwks.json", "of another origin")]
    [InlineData("https://agent.example.org:444/jwks.json", "of another origin")]
    [InlineData(null, "does not say where its key is")]
    [InlineData("nowhere", "does not say where its key is")]
    public async Task A_key_set_of_somebody_else_proves_nothing(string? keySet, string says)
    {
        using var signed = new SignedCard { KeySetUrl = keySet };
        var asked = new List<Uri>();
        var findings = await RunAsync(signed.Card(), Set(signed), asked: asked);
        Assert.Contains(says, findings[^1].Text, StringComparison.Ordinal);
        Assert.False(CardCheck.IsGood(findings));
        // Not even asked: the address is the card's word alone.
        Assert.Single(asked);

        var trusted = new Uri("https://keys.example.org/set");
        Assert.True(CardCheck.IsGood(await RunAsync(signed.Card(), Set(signed), trusted)));
        Assert.True(CardCheck.IsGood(await RunAsync(signed.Card(), null, pem: signed.PublicPem)));
    }

    [Fact]
    public async Task A_key_of_somebody_else_does_not_vouch_for_it()
    {
        using var signed = new SignedCard();
        using var other = new SignedCard();
        Assert.False(CardCheck.IsGood(await RunAsync(signed.Card(), null, pem: other.PublicPem)));
        Assert.False(CardCheck.IsGood(await RunAsync(signed.Card(), null, pem: "no key")));
        Assert.False(CardCheck.IsGood(await RunAsync(signed.Card(), Set(other))));
    }

    [Theory]
    [InlineData("\"name\":\"An agent\",", "", "name is missing or empty.")]
    [InlineData("\"name\":\"An agent\"", "\"name\":\"\"", "name is missing or empty.")]
    [InlineData("\"tags\":[\"t\"]", "\"tags\":[]", "skills[0].tags is missing or empty.")]
    [InlineData("\"protocolVersion\":\"1.0\",", "", "supportedInterfaces[0].protocolVersion is missing or empty.")]
    [InlineData("\"capabilities\":{\"streaming\":true}", "\"capabilities\":7", "It has not the shape of a card of A2A 1.0: a member is of another kind.")]
    public async Task What_a_card_must_have_is_told(string there, string instead, string says)
    {
        using var signed = new SignedCard();
        var card = SignedCard.Plain.Replace(there, instead, StringComparison.Ordinal);
        var findings = await RunAsync(signed.Card(card), Set(signed));
        Assert.Contains($"WRONG {says}", findings.Select(finding => finding.ToString()));
        Assert.False(CardCheck.IsGood(findings));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    public async Task Another_algorithm_is_not_taken_for_ours(string algorithm)
    {
        using var signed = new SignedCard { Algorithm = algorithm };
        var findings = await RunAsync(signed.Card(), Set(signed));
        Assert.Equal(Verdict.Open, findings[^1].Verdict);
        Assert.False(CardCheck.IsGood(findings));
    }

    [Theory]
    [InlineData("[]", "is not signed")]
    [InlineData("[{}]", "cannot be read")]
    [InlineData("""[{"protected":"!","signature":"!"}]""", "cannot be read")]
    [InlineData("""[{"protected":"e30","signature":"AA"}]""", "cannot be read")]
    public async Task What_is_no_signature_vouches_for_nothing(string signatures, string says)
    {
        using var signed = new SignedCard();
        var card = signed.Card();
        card["signatures"] = JsonNode.Parse(signatures);
        var findings = await RunAsync(card, Set(signed));
        Assert.Contains(findings, finding => finding.Verdict == Verdict.Wrong && finding.Text.Contains(says, StringComparison.Ordinal));
        Assert.False(CardCheck.IsGood(findings));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"name":"a","name":"b"}""")]
    public async Task What_is_no_card_is_told(string text)
    {
        var findings = await new CardVerification((_, _) => Task.FromResult(Encoding.UTF8.GetBytes(text))).RunAsync(Agent, null, null, TestContext.Current.CancellationToken);
        Assert.Contains("is no agent card", Assert.Single(findings).Text, StringComparison.Ordinal);
    }

    private static JsonObject Set(params SignedCard[] cards) => new() { ["keys"] = new JsonArray([new JsonObject { ["kty"] = "RSA" }, .. cards.Select(card => (JsonNode)card.Jwk)]) };

    private static async Task<IReadOnlyList<CardFinding>> RunAsync(JsonObject card, JsonObject? keySet, Uri? from = null, string? pem = null, List<Uri>? asked = null) =>
        await new CardVerification((url, _) =>
        {
            asked?.Add(url);
            return url == CardVerification.CardUrl(Agent) ? Task.FromResult(Encoding.UTF8.GetBytes(card.ToJsonString()))
                : keySet is not null ? Task.FromResult(Encoding.UTF8.GetBytes(keySet.ToJsonString()))
                : Task.FromException<byte[]>(new HttpRequestException("not found"));
        }).RunAsync(Agent, from, pem, TestContext.Current.CancellationToken);
}
