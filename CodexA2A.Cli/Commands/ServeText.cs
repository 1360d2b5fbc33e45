using CodexA2A.Cli.Hosting;

namespace CodexA2A.Cli.Commands;

/// <summary>What <c>serve</c> says when it has started.</summary>
internal static class ServeText
{
    private const string Stop = "Ctrl-C stops it.";

    /// <summary>A line each: what is served where, and what would keep clients away.</summary>
    public static IEnumerable<string> Lines(RunningService service, bool scripted)
    {
        var codex = service.Form.IsConformance ? "The conformance agent, no Codex," : scripted ? "Codex with the scripted model" : "Codex";
        var addresses = string.Join(", ", service.Addresses);
        if (!service.Form.HasApi)
        {
            return [$"A runner takes turns for {codex} from Redis; probes are answered on {addresses}", Stop];
        }

        return
        [
            $"{codex} is served on {addresses}{(service.Form.HasRunner || service.Form.IsConformance ? "" : "; runners take its turns from Redis")}",
            $"card: {new Uri(service.LocalAddress, ".well-known/agent-card.json")}",
            .. service.Form is { HasRunner: true, OverRedis: true } ? (string[])["Tasks are kept in Redis; other processes may serve and run them too."] : [],
            .. service.UnreachableCard is { } url
                ? (string[])[$"The card sends clients to {url}, which only this machine reaches: set A2A:PublicUrl (A2A_PUBLIC_URL) to the address that they use."]
                : [],
            Stop,
        ];
    }
}
