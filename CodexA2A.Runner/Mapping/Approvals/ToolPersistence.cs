using System.Text.Json;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Approvals;

/// <summary>For how long an MCP tool may be allowed: Codex says so in <c>_meta.persist</c>.</summary>
internal static class ToolPersistence
{
    private const string Session = "session";
    private const string Always = "always";

    /// <summary>What goes back as <c>persist</c>; null allows it once.</summary>
    public static string? Of(ElicitationRequest request, InterruptReply reply)
    {
        if (reply.Decision != InterruptDecision.ApproveForSession)
        {
            return null;
        }

        // A Codex that does not say what it takes knows at least the session.
        var offered = Offered(request) ?? [Session];
        return reply.Scope == Always && offered.Contains(Always) ? Always : offered.Contains(Session) ? Session : null;
    }

    /// <summary>The decisions, by the names that a command's have.</summary>
    public static IEnumerable<string> Decisions(ElicitationRequest request)
    {
        var offered = Offered(request) ?? [Session];
        return ((string?[])["accept", offered.Contains(Session) ? "acceptForSession" : null, offered.Contains(Always) ? "acceptAlways" : null, "decline", "cancel"]).OfType<string>();
    }

    /// <summary>How a person says it.</summary>
    public static string HowToDecide(ElicitationRequest request)
    {
        var offered = Offered(request) ?? [Session];
        return $"Reply approve{(offered.Contains(Session) ? ", approve for session" : "")}{(offered.Contains(Always) ? ", approve always" : "")}, deny or cancel.";
    }

    private static IReadOnlyList<string>? Offered(ElicitationRequest request) =>
        request.Meta is not { ValueKind: JsonValueKind.Object } meta || !meta.TryGetProperty("persist", out var persist) ? null
        : persist.ValueKind switch
        {
            JsonValueKind.String => [persist.GetString()!],
            JsonValueKind.Array => [.. persist.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            _ => null,
        };
}
