namespace CodexA2A.AppHost.Settings.Tests;

public sealed class AppHostPlanTests
{
    [Fact]
    public void With_nothing_set_the_scripted_model_plays_and_a_line_says_so()
    {
        var plan = Plan([]);
        Assert.True(plan.Scripted);
        Assert.Equal((RedisMode.Container, false, null, ""), (plan.Redis.Mode, plan.RedisInsight, plan.CodexHome, plan.OpenAiKey));
        Assert.Contains("scripted model", Assert.Single(plan.Remarks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Parameters:openai-api-key", "sk-1")]
    [InlineData("OPENAI_API_KEY", "sk-1")]
    [InlineData("Codex:Home", "/home/me/.codex")]
    [InlineData("CODEX_HOME", "/home/me/.codex")]
    public void With_a_key_or_a_Codex_home_it_does_not(string name, string value)
    {
        var plan = Plan(new() { [name] = value });
        Assert.False(plan.Scripted);
        Assert.Empty(plan.Remarks);
    }

    [Fact]
    public void A_key_that_is_configured_as_empty_wins_over_the_one_of_the_environment()
    {
        var plan = Plan(new() { ["Parameters:openai-api-key"] = "", ["OPENAI_API_KEY"] = "sk-1" });
        Assert.Equal((true, ""), (plan.Scripted, plan.OpenAiKey));
    }

    [Fact]
    public void In_a_deployment_it_never_does() => Assert.False(Plan([], publishing: true).Scripted);

    [Theory]
    [InlineData(null, false, null)]
    [InlineData(null, true, "workspace-write")]
    [InlineData("read-only", true, "read-only")]
    [InlineData("read-only", false, "read-only")]
    public void A_deployment_may_write_in_its_workspace_unless_something_else_is_said(string? value, bool publishing, string? mode) =>
        Assert.Equal(mode, Plan(new() { ["Codex:SandboxMode"] = value }, publishing).SandboxMode);

    [Theory]
    [InlineData("aca", null, true)]
    [InlineData("aca", "read-only", true)]
    [InlineData("aca", "external", false)]
    [InlineData("compose", null, false)]
    public void Where_there_can_be_no_sandbox_a_line_says_what_to_do(string target, string? mode, bool says) =>
        Assert.Equal(says, Plan(new() { ["Publish:Target"] = target, ["Codex:SandboxMode"] = mode }, publishing: true).Remarks.Any(line => line.Contains("external", StringComparison.Ordinal)));

    [Fact]
    public void Folders_lie_in_the_data_folder_unless_they_are_named()
    {
        var plan = Plan(new() { ["AppHost:DataDirectory"] = Path.Combine(Path.GetTempPath(), "apphost") });
        Assert.All([plan.ScriptedHome, plan.RedisData, plan.Workspace], folder => Assert.StartsWith(Path.Combine(Path.GetTempPath(), "apphost"), folder, StringComparison.Ordinal));
        Assert.Equal(3, new[] { plan.ScriptedHome, plan.RedisData, plan.Workspace }.Distinct().Count());
        var named = Path.Combine(Path.GetTempPath(), "project");
        Assert.Equal(named, Plan(new() { ["Runner:WorkspaceRoot"] = named }).Workspace);
    }

    [Fact]
    public void The_data_folder_follows_XDG_DATA_HOME()
    {
        var place = Path.GetTempPath();
        Assert.Equal(Path.Combine(place, "codex-a2a", "apphost"), DataFolder.Choose(null, place));
        Assert.EndsWith(Path.Combine("codex-a2a", "apphost"), DataFolder.Choose(null, "not/rooted"), StringComparison.Ordinal);
        Assert.True(Path.IsPathRooted(DataFolder.Choose(null, "not/rooted")));
    }

    [Theory]
    [InlineData("Redis:Mode", "docker")]
    [InlineData("Redis:Insight", "maybe")]
    [InlineData("Publish:Target", "swarm")]
    [InlineData("Publish:Target", "kubernetes")]
    public void What_cannot_be_read_is_refused_by_name(string name, string value)
    {
        var error = Assert.Throws<ArgumentException>(() => Plan(new() { [name] = value }));
        Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, PublishTarget.Manifest)]
    [InlineData("compose", PublishTarget.Compose)]
    [InlineData("ACA", PublishTarget.ContainerApps)]
    public void The_target_is_read(string? value, PublishTarget target) =>
        Assert.Equal(target, Plan(new() { ["Publish:Target"] = value }).Target);

    private static AppHostPlan Plan(Dictionary<string, string?> settings, bool publishing = false) =>
        AppHostPlan.Read(settings.GetValueOrDefault, publishing, name => name == "docker");
}
