using CodexA2A.Api.Extensions.Discovery;
using CodexA2A.Api.Extensions.Interrupts;
using CodexA2A.Api.Extensions.Models;
using CodexA2A.Api.Extensions.Push;
using CodexA2A.Api.Extensions.Sessions;
using CodexA2A.Api.Extensions.Threads;

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
        OfMethods(
            "codex.interrupt.callback", "Answer questions", "Answers the agent's questions and approvals by method instead of by message.",
            ["interrupt", "approval"], InterruptMethods.PermissionReply, InterruptMethods.QuestionReply, InterruptMethods.QuestionReject,
            InterruptMethods.PermissionsReply, InterruptMethods.ElicitationReply),
        OfMethods(
            "codex.interrupt.recovery", "List open questions", "Lists what still waits for an answer of the caller.", ["interrupt", "recovery"], InterruptList.Name),
        OfMethods(
            "codex.sessions.forget", "Forget a conversation", "Deletes a context of the caller's for good and proves it.", ["session", "privacy"], ForgetMethod.Name),
        OfMethods(
            "codex.push.failures", "List webhooks that were given up", "Lists the caller's webhooks whose deliveries failed for too long.",
            ["push", "webhook"], FailureList.Name),
        OfMethods(
            "codex.sessions.query", "List conversations", "Lists the caller's sessions and what was said in them.", ["session", "history"], [.. SessionQueries.Names]),
        OfMethods(
            "codex.discovery.query", "List what can be used", "Lists skills, apps, plugins and models, and reads the account and its limits.",
            ["discovery", "model"], [.. DiscoveryMethods.Names, .. ModelMethods.Names]),
        OfMethods(
            "codex.threads.control", "Change conversations", "Copies, archives, names, cuts, compacts and deletes the caller's threads.",
            ["thread", "session"], [.. ThreadMethods.Names]),
    ];

    /// <summary>The skills of a card.</summary>
    public static IReadOnlyList<AgentSkill> OnCard(bool extended) =>
        [.. All.Where(known => extended || known.Methods.Count == 0).Select(known => known.Skill)];

    /// <summary>What JSON-RPC methods of an extension do: JSON in, JSON out.</summary>
    private static KnownSkill OfMethods(string id, string name, string description, IReadOnlyList<string> tags, params IReadOnlyList<string> methods) => new(
        new AgentSkill { Id = id, Name = name, Description = description, Tags = tags, InputModes = [MediaTypes.Json], OutputModes = [MediaTypes.Json] }, methods);
}
