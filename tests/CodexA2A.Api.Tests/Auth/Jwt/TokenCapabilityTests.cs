using System.Text.Json;
using CodexA2A.Api.Access;
using CodexA2A.Api.Auth.Jwt;

namespace CodexA2A.Api.Tests.Auth.Jwt;

/// <summary>What a token may do that lists nothing, or not what it should.</summary>
public sealed class TokenCapabilityTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);

    [Theory]
    [InlineData("capabilities", "", CapabilityNames.Default)]
    [InlineData("capabilities", ",\"capabilities\":[]", Capability.None)]
    [InlineData("capabilities", ",\"capabilities\":\"\"", Capability.None)]
    [InlineData("capabilities", ",\"capabilities\":\"  \"", Capability.None)]
    [InlineData("capabilities", ",\"capabilities\":[\"read\"]", Capability.Read)]
    [InlineData("capabilities", ",\"capabilities\":\"read send\"", Capability.Read | Capability.Send)]
    [InlineData("capabilities", ",\"capabilities\":[\"no such\"]", Capability.None)]
    [InlineData("capabilities", ",\"capabilities\":[\"turn_control\"]", CapabilityNames.Default)]
    [InlineData("roles", "", Capability.None)]
    [InlineData("roles", ",\"capabilities\":[\"read\"]", Capability.None)]
    [InlineData("roles", ",\"roles\":[]", Capability.None)]
    [InlineData("roles", ",\"roles\":[\"read\"]", Capability.Read)]
    [InlineData("capabilities", ",\"capabilities\":null", null)]
    [InlineData("capabilities", ",\"capabilities\":{}", null)]
    [InlineData("capabilities", ",\"capabilities\":[1]", null)]
    [InlineData("capabilities", ",\"capabilities\":[\"\"]", null)]
    public void What_a_list_grants(string claim, string more, object? expected)
    {
        using var claims = JsonDocument.Parse($$"""{"iss":"https://i","aud":"a","sub":"alice","exp":{{Now.AddMinutes(1).ToUnixTimeSeconds()}}{{more}}}""");
        var read = TokenClaims.Of(claims.RootElement, new JwtOptions { Authority = "https://i", Audience = "a", CapabilitiesClaim = claim }, Now);
        Assert.Equal((Capability?)expected, read is null ? (Capability?)null : CapabilityNames.Read(read.Capabilities));
    }

    [Fact]
    public void What_grants_nothing_is_no_name() => Assert.Empty(CapabilityNames.Nothing.Intersect(CapabilityNames.All));
}
