using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Approvals;

/// <summary>What goes back to Codex.</summary>
/// <param name="Response">The answer to its request.</param>
/// <param name="EndsTurn">The person wants the turn to end: its status "interrupted" then means CANCELED.</param>
/// <param name="NeedsInterrupt">Codex does not end the turn on this answer by itself: send <c>turn/interrupt</c> too.</param>
internal sealed record InterruptAnswer(ServerRequestResponse Response, bool EndsTurn = false, bool NeedsInterrupt = false);

/// <summary>From a client's answer to Codex's. Pure. A request that is no interrupt is a fault of the caller.</summary>
internal static class InterruptAnswers
{
    private static readonly InterruptReply Decline = new() { Decision = InterruptDecision.Deny };

    /// <summary>The answer nobody gave in time: decline, and the turn goes on (contracts.md §5).</summary>
    public static InterruptAnswer Expired(ServerRequest request) => From(request, Decline);

    /// <summary>The answer.</summary>
    /// <exception cref="ArgumentException">The request is no interrupt.</exception>
    public static InterruptAnswer From(ServerRequest request, InterruptReply reply)
    {
        var cancel = reply.Decision == InterruptDecision.Cancel;
        return request switch
        {
            CommandApprovalRequest command => new(new CommandApprovalResponse(CommandAmendments.Taken(command, reply) ?? Command(reply.Decision)), cancel),
            FileChangeApprovalRequest => new(new FileChangeApprovalResponse(FileChange(reply.Decision)), cancel),
            UserInputRequest questions => new(Questions(questions, reply), cancel, cancel),
            PermissionsApprovalRequest permissions => new(Permissions(permissions, reply), cancel, cancel),
            ElicitationRequest elicitation => new(Elicitation(elicitation, reply), cancel, cancel),
            _ => throw new ArgumentException($"{request.Method} is no interrupt.", nameof(request)),
        };
    }

    private static CommandApprovalDecision Command(InterruptDecision? decision) => decision switch
    {
        InterruptDecision.Approve => CommandApprovalDecision.Accept,
        InterruptDecision.ApproveForSession => CommandApprovalDecision.AcceptForSession,
        InterruptDecision.Cancel => CommandApprovalDecision.Cancel,
        _ => CommandApprovalDecision.Decline,
    };

    private static string FileChange(InterruptDecision? decision) => decision switch
    {
        InterruptDecision.Approve => FileChangeDecisions.Accept,
        InterruptDecision.ApproveForSession => FileChangeDecisions.AcceptForSession,
        InterruptDecision.Cancel => FileChangeDecisions.Cancel,
        _ => FileChangeDecisions.Decline,
    };

    /// <summary>Answers by position become answers by id; no answers tell the model that nobody answered.</summary>
    private static UserInputResponse Questions(UserInputRequest request, InterruptReply reply)
    {
        var answers = new Dictionary<string, UserInputAnswer>(StringComparer.Ordinal);
        if (reply is { Decision: null or InterruptDecision.Approve or InterruptDecision.ApproveForSession, Answers: { } given })
        {
            var questions = request.Questions ?? [];
            for (var i = 0; i < questions.Count && i < given.Count; i++)
            {
                var question = questions[i];
                answers[question.Id] = new UserInputAnswer([.. given[i].Select(answer => Option(question, answer))]);
            }
        }

        return new UserInputResponse(answers);
    }

    /// <summary>The model knows its options by their labels: a number or another spelling of a label means that option.</summary>
    private static string Option(UserInputQuestion question, string answer)
    {
        var options = question.Options ?? [];
        var trimmed = answer.Trim();
        if (options.FirstOrDefault(option => string.Equals(option.Label.Trim(), trimmed, StringComparison.OrdinalIgnoreCase)) is { } named)
        {
            return named.Label;
        }

        return int.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= options.Count
            ? options[number - 1].Label : answer;
    }

    /// <summary>Never more than was asked for: what is not in the request, by value, is left out.</summary>
    private static PermissionsApprovalResponse Permissions(PermissionsApprovalRequest request, InterruptReply reply)
    {
        var asked = request.Permissions ?? new RequestedPermissions();
        if (reply.Decision is InterruptDecision.Deny or InterruptDecision.Cancel || (reply.Decision is null && reply.Permissions is null))
        {
            return new PermissionsApprovalResponse(new RequestedPermissions());
        }

        var scope = reply.Scope ?? (reply.Decision == InterruptDecision.ApproveForSession ? "session" : "turn");
        var granted = reply.Permissions is not { } subset ? asked : Narrow(asked, subset);
        return new PermissionsApprovalResponse(granted, scope == "session" ? scope : "turn");
    }

    private static RequestedPermissions Narrow(RequestedPermissions asked, JsonObject subset)
    {
        var granted = PermissionGrant.Narrow(PermissionsDraft.Whole(asked), subset, []);
        return new RequestedPermissions(Element(granted["network"]), Element(granted["fileSystem"]));
    }

    private static ElicitationResponse Elicitation(ElicitationRequest request, InterruptReply reply)
    {
        switch (reply.Decision)
        {
            case InterruptDecision.Deny:
                return new ElicitationResponse("decline");
            case InterruptDecision.Cancel:
                return new ElicitationResponse("cancel");
        }

        if (request.IsToolApproval)
        {
            var meta = ToolPersistence.Of(request, reply) is { } persist ? new JsonObject { ["persist"] = persist } : null;
            return reply.Decision is null && reply.Content is null
                ? new ElicitationResponse("decline")
                : new ElicitationResponse("accept", Element(new JsonObject()), Element(meta));
        }

        if (reply.Content is { } content)
        {
            return new ElicitationResponse("accept", Element(content));
        }

        // A form that wants something is not answered by a mere yes.
        var accepted = reply.Decision is InterruptDecision.Approve or InterruptDecision.ApproveForSession && !WantsContent(request);
        return accepted
            ? new ElicitationResponse("accept", request.Mode == "url" ? null : Element(new JsonObject()))
            : new ElicitationResponse("decline");
    }

    private static bool WantsContent(ElicitationRequest request) =>
        request.RequestedSchema is { ValueKind: JsonValueKind.Object } schema
        && schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array && required.GetArrayLength() > 0;

    private static JsonElement? Element(JsonNode? node) => node is null ? null : A2AJson.ToElement(node);
}
