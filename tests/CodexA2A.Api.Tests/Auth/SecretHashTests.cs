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
        Assert.Equal(principal, table.Find(header)?.Principal);
    }
}
