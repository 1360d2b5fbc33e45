using System.Text.Json;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Threads;

namespace CodexA2A.Runner.Tests.Threads;

/// <summary>The mode of a turn, with what Codex wants besides.</summary>
public sealed class ModeGuardTests
{
    private static readonly CollaborationModePreset[] Modes = [new("Plan", "plan"), new("Default", "default"), new("Odd")];

    [Theory]
    [InlineData(null, null, "now", "low")]
    [InlineData(null, "high", "now", "high")]
    [InlineData("other", null, "other", null)]
    [InlineData("other", "high", "other", "high")]
    public void It_changes_neither_model_nor_effort(string? model, string? effort, string wantedModel, string? wantedEffort)
    {
        var chosen = ModeGuard.Choose(new TurnRequest([]) { Model = model, Effort = effort }, "plan", Modes, new CodexThread("t", Model: "now", ReasoningEffort: "low"));
        Assert.Equal(new CollaborationMode("plan", new CollaborationSettings(wantedModel, wantedEffort)), chosen.Collaboration);
    }

    [Fact]
    public void One_that_Codex_has_not_is_refused_with_those_it_has()
    {
        var refused = Assert.Throws<TurnRefusedException>(() => ModeGuard.Choose(new TurnRequest([]), "code", Modes, new CodexThread("t", Model: "now")));
        Assert.Equal("MODE_UNKNOWN", refused.Code);
        Assert.Contains("plan, default", refused.Message, StringComparison.Ordinal);
        Assert.Contains("none", Assert.Throws<TurnRefusedException>(() => ModeGuard.Choose(new TurnRequest([]), "plan", [], new CodexThread("t"))).Message, StringComparison.Ordinal);
        Assert.Throws<TurnRefusedException>(() => ModeGuard.Choose(new TurnRequest([]), "plan", Modes, new CodexThread("t")));
    }

    [Fact]
    public void It_is_written_as_Codex_reads_it()
    {
        var start = new TurnStartParams { ThreadId = "t", Input = [], CollaborationMode = new("plan", new("m", "low")) };
        Assert.Equal("""{"mode":"plan","settings":{"model":"m","reasoning_effort":"low"}}""",
            JsonSerializer.SerializeToElement(start, AppServerJson.Default.TurnStartParams).GetProperty("collaborationMode").GetRawText());
    }
}
