using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Hosting;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("A2A:Port", "70000", "A2A:Port must be between")]
    [InlineData("A2A:PublicUrl", "example.org", "A2A:PublicUrl must be an absolute")]
    [InlineData("A2A:HeartbeatInterval", "01:00:00", "A2A:HeartbeatInterval must be between")]
    [InlineData("A2A:RequestBodyMaxBytes", "1", "A2A:RequestBodyMaxBytes must be between")]
    [InlineData("A2A:Title", "", "A2A:Title is empty")]
    [InlineData("A2A:ModelSource", "made-up", "A2A:ModelSource must be scripted")]
    [InlineData("A2A:StaticAuthCredentials", "[null]", "A2A:StaticAuthCredentials[0]: is null")]
    [InlineData("A2A:StaticAuthCredentials", "{", "A2A:StaticAuthCredentials is not a JSON array")]
    [InlineData("A2A:StaticAuthCredentials", """[{"scheme":"digest"}]""", "A2A:StaticAuthCredentials[0]: scheme must be bearer or basic")]
    [InlineData("A2A:StaticAuthCredentials", """[{"scheme":"bearer","token":"12345678"}]""", "principal is missing")]
    [InlineData("A2A:StaticAuthCredentials", """[{"scheme":"bearer","token":"1234","principal":"p"}]""", "the token is shorter")]
    [InlineData("A2A:StaticAuthCredentials", """[{"scheme":"basic","username":"u","password":"12345678","principal":"p"}]""", "not token and principal")]
    [InlineData("A2A:StaticAuthCredentials", """[{"scheme":"bearer","token":"alice-secret-token","principal":"p"}]""", "the same secret is given twice")]
    [InlineData("A2A:BearerTokens:carol", "short", "A2A:BearerTokens:carol: the token is shorter")]
    [InlineData("Kestrel:Endpoints:Open:Url", "http://0.0.0.0:0", null)]
    public async Task A_bad_setting_stops_the_start_and_says_how_to_fix_it(string key, string value, string? message)
    {
        if (message is null)
        {
            await using var host = await ApiHost.StartAsync(new() { [key] = value });
            return;
        }

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(new() { [key] = value }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message.Replace("the same secret", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", "false", "without any credential")]
    [InlineData("http://0.0.0.0:0", "false", "without any credential")]
    [InlineData("http://0.0.0.0:0", "true", "A2A:AllowAnonymous is only possible on loopback")]
    [InlineData("http://127.0.0.1:0", "true", null)]
    public async Task Nobody_gets_in_without_a_credential_by_mistake(string url, string anonymous, string? message)
    {
        var settings = new Dictionary<string, string?>
        {
            ["urls"] = url,
            ["A2A:AllowAnonymous"] = anonymous,
        };
        if (message is null)
        {
            await using var host = await ApiHost.StartAsync(settings, tokens: false);
            return;
        }

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(settings, tokens: false));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
