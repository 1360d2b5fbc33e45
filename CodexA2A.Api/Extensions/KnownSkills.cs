using CodexA2A.Api.Extensions.Discovery;
using CodexA2A.Api.Extensions.Models;
using CodexA2A.Api.Extensions.Sessions;
using CodexA2A.Api.Extensions.Threads;
using CodexA2A.Api.Extensions.Turns;
using CodexA2A.Api.Hosting;

namespace CodexA2A.Api.Extensions;

/// <summary>A skill of the registry.</summary>
/// <param name="Skill">What the card says of it.</param>
/// <param name="Methods">The methods it is done by, which must be those of an extension; none for what messages do.</param>
internal sealed record KnownSkill(AgentSkill Skill, params IReadOnlyList<string> Methods);

/// <summary>The registry of skills. Who is not known sees what a message can do; what methods do is on the extended card.</summary>
internal static class KnownSkills
{
    /// <summary>Every skill, in the order of the card.</summary>
    public static IReadOnlyList<KnownSkill> All { get; } =
    [
        new(new AgentSkill
        {
            Id = "codex.chat",
            Name = "Work on code",
            Description = "Reads, explains, writes and runs code in its workspace; asks before it does what its policy does not allow.",
            Tags = ["code", "shell", "files", "review"],
            Examples = ["What does this repository do?", "Add a test for the parser and make it pass."],
        }),
        new(
            new AgentSkill
            {
                Id = "codex.interrupt.callback",
                Name = "Answer questions",
                Description = "Answers the agent's questions and approvals by method instead of by message.",
                Tags = ["interrupt", "approval"],
                InputModes = ["application/json"],
                OutputModes = ["application/json"],
            },
            "a2a.interrupt.permission.reply",
            "a2a.interrupt.question.reply",
            "a2a.interrupt.question.reject"),
        new(
            new AgentSkill
            {
                Id = "codex.interrupt.recovery",
                Name = "List open questions",
                Description = "Lists what still waits for an answer of the caller.",
                Tags = ["interrupt", "recovery"],
                InputModes = ["application/json"],
                OutputModes = ["application/json"],
            },
            "codex.interrupts.list"),
        new(
            new AgentSkill
            {
                Id = "codex.sessions.forget",
                Name = "Forget a conversation",
                Description = "Deletes a context of the caller's for good and proves it.",
                Tags = ["session", "privacy"],
                InputModes = ["application/json"],
                OutputModes = ["application/json"],
            },
            "codex.sessions.forget"),
        new(
            new AgentSkill
            {
                Id = "codex.push.failures",
                Name = "List webhooks that were given up",
                Description = "Lists the caller's webhooks whose deliveries failed for too long.",
                Tags = ["push", "webhook"],
                InputModes = ["application/json"],
                OutputModes = ["application/json"],
            },
            "codex.push.failures.list"),
        new(
            new AgentSkill
            {
                Id = "codex.sessions.query",
                Name = "List conversations",
                Description = "Lists the caller's sessions and what was said in them.",
                Tags = ["session", "history"],
                InputModes = ["application/json"],
                OutputModes = ["application/json"],
            },
            [.. SessionQueries.Names]),
        new(
            new AgentSkill
            {
                Id = "codex.discovery.query",
                Name = "List what can be used",
                Description = "Lists skills, apps, plugins and models, and reads the account and its limits.",
                Tags = ["discovery", "model"],
                InputModes = ["application/json"],
                OutputModes = ["application/json"],
            },
            [.. DiscoveryMethods.Names, .. ModelMethods.Names]),
        new(
            new AgentSkill
            {
                Id = "codex.threads.control",
                Name = "Change conversations",
                Description = "Copies, archives, names, cuts, compacts and deletes the caller's threads.",
                Tags = ["thread", "session"],
                InputModes = ["application/json"],
                OutputModes = ["application/json"],
            },
            [.. ThreadMethods.Names]),
        new(
            new AgentSkill
            {
                Id = "codex.turns.control",
                Name = "Steer a running turn",
                Description = "Adds a message to the turn that runs in a thread of the caller's.",
                Tags = ["turn", "steer"],
                InputModes = ["application/json"],
                OutputModes = ["application/json"],
            },
            TurnMethods.Names),
        new(
            new AgentSkill
            {
                Id = "codex.sessions.control",
                Name = "Run turns in a session",
                Description = "Runs a prompt or a command in a session of the caller's.",
                Tags = ["session", "turn"],
                InputModes = ["application/json"],
                OutputModes = ["application/json"],
            },
            SessionTurns.Names),
        new(
            new AgentSkill
            {
                Id = "codex.review.control",
                Name = "Review changes",
                Description = "Reviews uncommitted changes, a branch or a commit in a thread of the caller's.",
                Tags = ["review"],
                InputModes = ["application/json"],
                OutputModes = ["application/json"],
            },
            ReviewMethods.Names[0]),
        new(
            new AgentSkill
            {
                Id = "codex.review.watch",
                Name = "Follow a review",
                Description = "Names the task of a review, whose events can be followed.",
                Tags = ["review", "stream"],
                InputModes = ["application/json"],
                OutputModes = ["application/json"],
            },
            ReviewMethods.Names[1]),
        new(
            new AgentSkill
            {
                Id = "codex.sessions.shell",
                Name = "Run a command",
                Description = "Runs a command of the caller's in the workspace.",
                Tags = ["session", "shell"],
                InputModes = ["application/json"],
                OutputModes = ["application/json"],
            },
            SessionShell.Names),
    ];

    /// <summary>The skills of a card.</summary>
    public static IReadOnlyList<AgentSkill> OnCard(A2AOptions options, bool extended) =>
        [.. All.Where(known => extended || known.Methods.Count == 0).Where(known => known.Methods.All(method => KnownExtensions.OfMethod(method)!.IsOn(options))).Select(known => known.Skill)];
}
