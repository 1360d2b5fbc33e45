namespace CodexA2A.AppHost.Settings.Tests;

public sealed class ComposePortTests
{
    [Fact]
    public void The_api_is_open_to_its_own_host_unless_something_else_is_said()
    {
        Assert.Equal("${LISTEN:-127.0.0.1:8000}:8080", ComposePort.Mapping);
        Assert.Contains($"${{{ComposePort.ListenVariable}:-127.0.0.1:{Fleet.ComposePort}}}", Tree.Read("deploy/compose.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_not_filled_in_is_that_of_the_port()
    {
        Assert.Equal("${PUBLIC_URL:-http://localhost:8000}", ComposePort.PublicUrl);
        Assert.Equal(ComposePort.PublicUrlVariable, ParameterNames.PublicUrl.Replace('-', '_').ToUpperInvariant());
    }
}
