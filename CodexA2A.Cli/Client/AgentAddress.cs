namespace CodexA2A.Cli.Client;

/// <summary>Which address of a card is called.</summary>
internal static class AgentAddress
{
    /// <summary>The first JSON-RPC interface of A2A 1.0.</summary>
    /// <param name="asked">The URL that the person gave; a token is meant for its host only.</param>
    /// <param name="card">The card found there.</param>
    /// <param name="withToken">Whether a token would be sent.</param>
    /// <exception cref="AgentCallException">There is none, or it would carry the token to another host.</exception>
    public static Uri Choose(Uri asked, AgentCard card, bool withToken)
    {
        var found = card.SupportedInterfaces.FirstOrDefault(item =>
            item.ProtocolBinding.Equals(ProtocolBindings.JsonRpc, StringComparison.OrdinalIgnoreCase)
            && item.ProtocolVersion.StartsWith("1.", StringComparison.Ordinal));
        if (found is null)
        {
            throw new AgentCallException($"{card.Name} offers no JSON-RPC in A2A 1.0; `codex-a2a call` speaks nothing else.");
        }

        if (!Uri.TryCreate(found.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new AgentCallException($"The address on the card of {card.Name} is not an HTTP address: {found.Url}");
        }

        return !withToken || SameOrigin(asked, url)
            ? url
            : throw new AgentCallException(
                $"The card sends callers to {url.GetLeftPart(UriPartial.Authority)}, and the token was given for " +
                $"{asked.GetLeftPart(UriPartial.Authority)}. If that is right, call {url} itself.");
    }

    private static bool SameOrigin(Uri left, Uri right) =>
        left.Scheme == right.Scheme && left.Port == right.Port
        && (left.Host.Equals(right.Host, StringComparison.OrdinalIgnoreCase) || (left.IsLoopback && right.IsLoopback));
}
