using CodexA2A.Api.Auth;
using CodexA2A.Api.Hosting;

namespace CodexA2A.Api.Tests.Auth;

public sealed class CredentialItemTests
{
    private const string Hash = "3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0";
    private const string Slow = "pbkdf2-sha256:100000:MDEyMzQ1Njc4OWFiY2RlZg:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

    [Fact]
    public void Every_form_of_an_item_is_read()
    {
        var read = Read($$"""
            [
              {"scheme":"bearer","token":"plain-token","principal":"p","tenant":"acme"},
              {"scheme":"Bearer","token_sha256":"{{Hash}}","principal":"p","expires":"2027-01-31T12:00:00Z","capabilities":["exec_control"]},
              {"scheme":"apikey","token_sha256":"{{Hash}}","principal":"machine"},
              {"id":"c","scheme":"basic","username":"carol","password_pbkdf2":"{{Slow}}","expires":"2027-01-31T12:00:00.5+02:00"},
              {"scheme":"basic","username":"carol","password":"another-one"},
              {"scheme":"certificate","certificate":"runner.example","principal":"runner"},
              {"scheme":"certificate","certificate":"runner.example","principal":"runner","enabled":false}
            ]
            """);
        Assert.Equal(6, read.Count);
        Assert.Equal([CredentialScheme.Bearer, CredentialScheme.Bearer, CredentialScheme.ApiKey, CredentialScheme.Basic, CredentialScheme.Basic, CredentialScheme.Certificate], read.Select(one => one.Scheme));
        Assert.Equal(new DateTimeOffset(2027, 1, 31, 12, 0, 0, TimeSpan.Zero), read[1].Expires);
        Assert.Equal(new DateTimeOffset(2027, 1, 31, 10, 0, 0, 500, TimeSpan.Zero), read[3].Expires);
        Assert.Equal(["exec_control"], read[1].Capabilities);
        Assert.Equal(["turn_control", "exec_control"], read[3].Capabilities);
        Assert.Equal(("acme", ""), (read[0].Tenant, read[1].Tenant));
        Assert.Equal("c", read[3].Id);
        Assert.Equal("A2A:StaticAuthCredentials[2]", read[2].Id);
        Assert.Equal("runner.example", read[5].Certificate);
    }

    [Theory]
    [InlineData("""{"scheme":"bearer","token_sha256":"1234","principal":"p"}""", "token_sha256 is no SHA-256")]
    [InlineData("""{"scheme":"bearer","token":"plain-token","token_sha256":"1234","principal":"p"}""", "are both given")]
    [InlineData("""{"scheme":"bearer","token":"plain-token","principal":"p","expires":"2027-01-31"}""", "expires is no time with a zone")]
    [InlineData("""{"scheme":"bearer","token":"plain-token","principal":"p","expires":"2027-01-31T12:00:00"}""", "expires is no time with a zone")]
    [InlineData("""{"scheme":"basic","username":"u","password":"12345678","password_pbkdf2":"x"}""", "are both given")]
    [InlineData("""{"scheme":"basic","username":"u","password_pbkdf2":"pbkdf2-sha256:1:a:b"}""", "password_pbkdf2 is not")]
    [InlineData("""{"scheme":"basic","username":"u:v","password":"12345678"}""", "has a colon")]
    [InlineData("""{"scheme":"apikey","token":"short","principal":"p"}""", "the token is shorter")]
    [InlineData("""{"scheme":"apikey","token":"long-enough","username":"p"}""", "an apikey item has token")]
    [InlineData("""{"scheme":"bearer","token":"plain-token","principal":"p","tenant":""}""", "tenant must be 1 to 64")]
    [InlineData("""{"scheme":"bearer","token":"plain-token","principal":"p","tenant":"a/b"}""", "tenant must be 1 to 64")]
    [InlineData("""{"scheme":"bearer","token":"plain-token","principal":"p","tenant":"V1"}""", "not tasks or v1")]
    [InlineData("""{"scheme":"certificate","principal":"p"}""", "certificate is missing")]
    [InlineData("""{"scheme":"certificate","certificate":"c","principal":"p","token":"12345678"}""", "and no secret")]
    [InlineData("""{"scheme":"bearer","token":"plain-token","principal":"p","expire":"never"}""", "is not a JSON array of credentials")]
    [InlineData("""{"scheme":"bearer","token":"plain-token","token":"plain-token","principal":"p"}""", "is not a JSON array of credentials")]
    public void A_mistake_is_told_and_no_secret(string item, string message)
    {
        var exception = Assert.Throws<FormatException>(() => Read($"[{item}]"));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("plain-token", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("token_sha256")]
    public void A_secret_is_given_once_in_whatever_form(string form)
    {
        var hash = SecretHash.Of("plain-token").Hex();
        var item = $$"""{"scheme":"bearer","{{form}}":"{{(form == "token" ? "plain-token" : hash)}}","principal":"p"}""";
        var exception = Assert.Throws<FormatException>(() => CredentialReader.Read(
            new A2AOptions { StaticAuthCredentials = $"[{item}]" }, $$"""[{"scheme":"bearer","token_sha256":"{{hash}}","principal":"q"}]"""));
        Assert.Contains("A2A:CredentialsFile[0]: the same secret is given twice", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_name_is_of_one_tenant() => Assert.Contains("more than one tenant", Assert.Throws<FormatException>(() => Read(
        """[{"scheme":"basic","username":"u","password":"12345678","tenant":"a"},{"scheme":"basic","username":"u","password":"87654321","tenant":"b"}]""")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("u", "the same secret is given twice")]
    [InlineData("v", null)]
    public void A_password_is_given_once_for_its_user(string other, string? message)
    {
        var items = $$"""[{"scheme":"basic","username":"u","password":"12345678"},{"scheme":"basic","username":"{{other}}","password":"12345678"}]""";
        if (message is null) Assert.Equal(2, Read(items).Count);
        else Assert.Contains(message, Assert.Throws<FormatException>(() => Read(items)).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Credential> Read(string json) => CredentialReader.Read(new A2AOptions { StaticAuthCredentials = json });
}
