using CodexA2A.Cli.Client;

namespace CodexA2A.Cli.Tests.Client;

public sealed class AgentAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8000/", "http://127.0.0.1:8000/a", true)]
    [InlineData("http://localhost:8000/", "http://127.0.0.1:8000/", true)]
    [InlineData("https://x.example/", "https://X.example/rpc", true)]
    [InlineData("https://x.example/", "https://y.example/", false)]
    [InlineData("https://x.example/", "http://x.example/", false)]
    [InlineData("https://x.example/", "https://x.example:8443/", false)]
    public void A_token_goes_only_where_it_was_meant_to_go(string asked, string onCard, bool allowed)
    {
        var card = Card(onCard);
        Assert.Equal(new Uri(onCard), AgentAddress.Choose(new Uri(asked), card, withToken: false));
        if (allowed)
        {
            Assert.Equal(new Uri(onCard), AgentAddress.Choose(new Uri(asked), card, withToken: true));
        }
        else
        {
            Assert.Throws<AgentCallException>(() => AgentAddress.Choose(new Uri(asked), card, withToken: true));
        }
    }

    [Theory]
    [InlineData("file:///etc/passwd", "JSONRPC", "1.0")]
    [InlineData("x.example:443", "JSONRPC", "1.0")]
    [InlineData("https://x.example", "GRPC", "1.0")]
    [InlineData("https://x.example", "JSONRPC", "0.3")]
    public void An_agent_that_cannot_be_spoken_to_is_refused(string url, string binding, string version) =>
        Assert.Throws<AgentCallException>(() => AgentAddress.Choose(new Uri("https://x.example"), Card(url, binding, version), withToken: false));

    private static AgentCard Card(string url, string binding = "JSONRPC", string version = "1.0") => new()
    {
        Name = "x",
        Description = "x",
        Version = "1",
        SupportedInterfaces = [new AgentInterface { Url = url, ProtocolBinding = binding, ProtocolVersion = version }],
        Capabilities = new AgentCapabilities(),
        DefaultInputModes = ["text/plain"],
        DefaultOutputModes = ["text/plain"],
        Skills = [],
    };
}
