namespace CodexA2A.Api.Cards;

/// <summary>The skills on the card.</summary>
internal static class CardSkills
{
    public static readonly AgentSkill Chat = new()
    {
        Id = "codex.chat",
        Name = "Work on code",
        Description = "Reads, explains, writes and runs code in its workspace; asks before it does what its policy does not allow.",
        Tags = ["code", "shell", "files", "review"],
        Examples = ["What does this repository do?", "Add a test for the parser and make it pass."],
    };
}
