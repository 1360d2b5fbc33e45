using CodexA2A.Api.Extensions.Discovery;
using CodexA2A.Api.Extensions.Exec;
using CodexA2A.Api.Extensions.Interrupts;
using CodexA2A.Api.Extensions.Push;
using CodexA2A.Api.Extensions.Sessions;
using CodexA2A.Api.Extensions.Threads;
using CodexA2A.Api.Extensions.Turns;
using CodexA2A.Api.Extensions.Watches;
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
            ["discovery", "model"], [.. DiscoveryMethods.Names]),
        OfMethods(
            "codex.discovery.watch", "Watch what can be used", "Tells when skills or apps have changed, as events of a task.",
            ["discovery", "stream"], [.. WatchMethods.DiscoveryNames]),
        OfMethods(
            "codex.threads.control", "Change conversations", "Copies, archives, names, cuts, compacts and deletes the caller's threads.",
            ["thread", "session"], [.. ThreadMethods.Names]),
        OfMethods(
            "codex.threads.grant", "Give a conversation to a principal", "Gives a thread that this service did not begin to a principal; for admins.",
            ["thread", "admin"], ThreadGrants.Name),
        OfMethods(
            "codex.threads.watch", "Watch conversations", "Tells what happens to the caller's threads, as events of a task.",
            ["thread", "stream"], [.. WatchMethods.ThreadNames]),
        OfMethods(
            "codex.turns.control", "Steer a running turn", "Adds a message to the turn that runs in a thread of the caller's.", ["turn", "steer"], TurnMethods.Names),
        OfMethods(
            "codex.sessions.control", "Run turns in a session", "Runs a prompt or a command in a session of the caller's.", ["session", "turn"], SessionTurns.Names),
        OfMethods(
            "codex.review.control", "Review changes", "Reviews uncommitted changes, a branch or a commit in a thread of the caller's.", ["review"], ReviewMethods.Names[0]),
        OfMethods(
            "codex.review.watch", "Follow a review", "Names the task of a review, whose events can be followed.", ["review", "stream"], ReviewMethods.Names[1]),
        OfMethods(
            "codex.sessions.shell", "Run a command", "Runs a command of the caller's in the workspace.", ["session", "shell"], SessionShell.Names),
        OfMethods(
            "codex.exec.control", "Drive a command", "Writes to a running command of the caller's, resizes its terminal, or ends it.", ["exec", "shell"], [.. ExecMethods.Names.Skip(1)]),
        OfMethods(
            "codex.exec.stream", "Run a command as a task", "Runs a command of the caller's as a task whose events have what it prints.", ["exec", "shell", "stream"], ExecMethods.Names[0]),
    ];

    /// <summary>The skills of a card.</summary>
    public static IReadOnlyList<AgentSkill> OnCard(A2AOptions options, bool extended) =>
        [.. All.Where(known => extended || known.Methods.Count == 0).Where(known => known.Methods.All(method => KnownExtensions.OfMethod(method)!.IsOn(options))).Select(known => known.Skill)];

    /// <summary>What JSON-RPC methods of an extension do: JSON in, JSON out.</summary>
    private static KnownSkill OfMethods(string id, string name, string description, IReadOnlyList<string> tags, params IReadOnlyList<string> methods) => new(
        new AgentSkill { Id = id, Name = name, Description = description, Tags = tags, InputModes = [MediaTypes.Json], OutputModes = [MediaTypes.Json] }, methods);
}
