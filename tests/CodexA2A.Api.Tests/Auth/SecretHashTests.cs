using CodexA2A.Api.Auth;

namespace CodexA2A.Api.Tests.Auth;

public sealed class SecretHashTests
{
    [Theory]
    [InlineData("token", "token", true)]
    [InlineData("token", "Token", false)]
    [InlineData("token", "token ", false)]
    [InlineData("token", "", false)]
    [InlineData("a", "a-much-longer-secret-than-the-other", false)]
    public void Secrets_are_equal_or_not_whatever_their_length(string left, string right, bool equal) =>
        Assert.Equal(equal, SecretHash.Of(left).Matches(SecretHash.Of(right)));

    [Theory]
    [InlineData("3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0", true)]
    [InlineData("3C469E9D6C5875D37A43F353D4F88E61FCF812C66EEE3457465A40B0DA4153E0", true)]
    [InlineData("PEaenWxYddN6Q/NT1PiOYfz4EsZu7jRXRlpAsNpBU+A=", true)]
    [InlineData("PEaenWxYddN6Q_NT1PiOYfz4EsZu7jRXRlpAsNpBU-A", true)]
    [InlineData("3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153eg", false)]
    [InlineData("3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e", false)]
    [InlineData("PEaenWxYddN6Q/NT1PiOYfz4EsZu7jRXRlpAsNpBU+AA", false)]
    [InlineData("PEaenWxYddN6Q", false)]
    [InlineData("token", false)]
    [InlineData("", false)]
    public void A_hash_that_was_made_elsewhere_is_read(string text, bool right)
    {
        var hash = SecretHash.Read(text);
        Assert.Equal(right, hash is not null);
        if (hash is null) return;
        Assert.True(hash.Matches(SecretHash.Of("token")));
        Assert.Equal(text.Length == 64 ? text.ToLowerInvariant() : hash.Hex(), SecretHash.Of("token").Hex());
    }

    [Fact]
    public void A_hash_does_not_print_itself() => Assert.Equal("***", SecretHash.Of("token").ToString());

    [Fact]
    public void A_credential_does_not_print_its_secret() => Assert.DoesNotContain(
        "token-1234", new Credential("id", CredentialScheme.Bearer, SecretHash.Of("token-1234"), "p", []).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("Bearer second-token", "two")]
    [InlineData("bearer   second-token", "two")]
    [InlineData("Basic dXNlcjpwYXNzd29yZA==", "user")]
    [InlineData("Bearer user:password", null)]
    [InlineData("Basic c2Vjb25kLXRva2Vu", null)]
    [InlineData("Basic ***", null)]
    [InlineData("Bearer", null)]
    [InlineData("Bearer ", null)]
    [InlineData("Digest second-token", null)]
    [InlineData("second-token", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Only_the_right_secret_in_the_right_scheme_is_found(string? header, string? principal)
    {
        var table = new CredentialTable(
        [
            new("1", CredentialScheme.Bearer, SecretHash.Of("first-token"), "one", []),
            new("2", CredentialScheme.Bearer, SecretHash.Of("second-token"), "two", []),
            new("3", CredentialScheme.Basic, SecretHash.Of("user:password"), "user", []),
        ]);
        Assert.Equal(principal, table.Find(PresentedSecret.Read(header), DateTimeOffset.UnixEpoch)?.Principal);
    }
}
