using CodexA2A.Api.Auth.Passwords;

namespace CodexA2A.Api.Tests.Auth;

public sealed class PasswordHashTests
{
    /// <summary>PBKDF2 with HMAC-SHA256, 100000 times, of "correct horse" with the salt "0123456789abcdef", made by OpenSSL.</summary>
    private const string Known = "pbkdf2-sha256:100000:MDEyMzQ1Njc4OWFiY2RlZg:WYEVV1ul0qBt7iGnOFpq5RmH0aOFvmOKTlUAgn9mWYM";

    [Fact]
    public void A_hash_that_was_made_elsewhere_is_read()
    {
        var hash = PasswordHash.Read(Known)!;
        Assert.True(hash.Matches("correct horse"));
        Assert.False(hash.Matches("correct horse "));
        Assert.Equal(Known, hash.Text);
        Assert.Equal("***", hash.ToString());
    }

    [Fact]
    public void Two_hashes_of_one_password_differ_and_both_match()
    {
        var (one, other) = (PasswordHash.Create("päßword", PasswordHash.FewestIterations), PasswordHash.Create("päßword", PasswordHash.FewestIterations));
        Assert.NotEqual(one.Text, other.Text);
        Assert.True(PasswordHash.Read(one.Text)!.Matches("päßword") && PasswordHash.Read(other.Text)!.Matches("päßword"));
        Assert.False(one.Matches("password"));
    }

    [Fact]
    public void One_in_clear_is_the_same_in_this_process_and_no_hash_to_be_read()
    {
        var hash = PasswordHash.InClear("päßword");
        Assert.True(hash.Matches("päßword"));
        Assert.False(hash.Matches("password"));
        Assert.Equal((PasswordHash.InClear("päßword").Text, PasswordHash.DefaultIterations), (hash.Text, hash.Iterations));
        Assert.Null(PasswordHash.Read(hash.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("pbkdf2-sha1:100000:MDEyMzQ1Njc4OWFiY2RlZg:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")]
    [InlineData("pbkdf2-sha256:99999:MDEyMzQ1Njc4OWFiY2RlZg:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")]
    [InlineData("pbkdf2-sha256:10000001:MDEyMzQ1Njc4OWFiY2RlZg:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")]
    [InlineData("pbkdf2-sha256:+100000:MDEyMzQ1Njc4OWFiY2RlZg:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")]
    [InlineData("pbkdf2-sha256:100000:MDEyMw:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")]
    [InlineData("pbkdf2-sha256:100000:MDEyMzQ1Njc4OWFiY2RlZg:47DEQpj8HBSa")]
    [InlineData("pbkdf2-sha256:100000:MDEyMzQ1Njc4OWFiY2RlZg:***")]
    [InlineData("pbkdf2-sha256:100000:MDEyMzQ1Njc4OWFiY2RlZg")]
    public void What_is_no_such_hash_is_refused(string text) => Assert.Null(PasswordHash.Read(text));
}
