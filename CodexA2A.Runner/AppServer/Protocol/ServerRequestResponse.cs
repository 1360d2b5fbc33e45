namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>An answer to a <see cref="ServerRequest"/>; each kind of request has its own.</summary>
internal abstract record ServerRequestResponse
{
    private protected ServerRequestResponse()
    {
    }
}
