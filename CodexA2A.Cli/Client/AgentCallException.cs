namespace CodexA2A.Cli.Client;

/// <summary>A call to an agent failed; the message is for the person at the terminal.</summary>
internal sealed class AgentCallException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The JSON-RPC code, where the agent gave one.</summary>
    public A2AErrorCode? Code { get; init; }

    /// <summary>True when the connection failed and not the call: trying again can help.</summary>
    public bool Transient { get; init; }
}
