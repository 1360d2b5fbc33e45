using CodexA2A.Cli.Configuration;

namespace CodexA2A.Cli.Tests.Configuration;

public sealed class SecretSettingsTests
{
    [Theory]
    [InlineData("A2A:BearerToken", "canary-value", "A2A__BearerToken")]
    [InlineData("a2a:bearertokens:alice", "canary-value", "a2a__bearertokens__alice")]
    [InlineData("A2A:StaticAuthCredentials:0:Token", "canary-value", "A2A__StaticAuthCredentials__0__Token")]
    [InlineData("Push:SigningKey", "canary-value", "Push__SigningKey")]
    [InlineData("Runner:Management:Token", "canary-value", "Runner__Management__Token")]
    [InlineData("ConnectionStrings:redis", "host:6379,password=canary-value", "ConnectionStrings__redis")]
    [InlineData("Kestrel:Certificates:Default:Password", "canary-value", "Kestrel__Certificates__Default__Password")]
    [InlineData("ConnectionStrings:redis", "redis://me:canary-value@host", "ConnectionStrings__redis")]
    public void A_secret_is_refused_with_another_way_and_without_its_value(string key, string value, string instead)
    {
        var problem = SecretSettings.Problem(key, value);
        Assert.Contains($" {instead} ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-value", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A2A:Title", "token")]
    [InlineData("A2A:CredentialsFile", "f")]
    [InlineData("A2A:ApiKeyHeader", "X-Key")]
    [InlineData("A2A:CardSigningKeyFiles:0", "f")]
    [InlineData("Runner:Management:Port", "1")]
    [InlineData("ConnectionStrings:redis", "localhost:6379")]
    public void Anything_else_may_be_given(string key, string value) => Assert.Null(SecretSettings.Problem(key, value));
}
