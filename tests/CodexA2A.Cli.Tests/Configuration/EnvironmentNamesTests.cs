using System.Reflection;
using CodexA2A.Api.Hosting;
using CodexA2A.Cli.Configuration;
using CodexA2A.ServiceDefaults.Audit;
using Names = CodexA2A.Cli.Configuration.EnvironmentNames;

namespace CodexA2A.Cli.Tests.Configuration;

public sealed class EnvironmentNamesTests
{
    [Theory]
    [InlineData("A2A_HOST", "0.0.0.0", "A2A:Host", "0.0.0.0")]
    [InlineData("A2A_PORT", "9000", "A2A:Port", "9000")]
    [InlineData("a2a_port", "9000", "A2A:Port", "9000")]
    [InlineData("A2A_PUBLIC_URL", "https://x.example", "A2A:PublicUrl", "https://x.example")]
    [InlineData("A2A_BEARER_TOKEN", "t", "A2A:BearerToken", "t")]
    [InlineData("A2A_STATIC_AUTH_CREDENTIALS", "[]", "A2A:StaticAuthCredentials", "[]")]
    [InlineData("A2A_DATA_DIRECTORY", "/data", "A2A:DataDirectory", "/data")]
    [InlineData("A2A_HEARTBEAT_INTERVAL", "00:00:05", "A2A:HeartbeatInterval", "00:00:05")]
    [InlineData("A2A_ENABLE_TURN_CONTROL", "0", "A2A:EnableTurnControl", "false")]
    [InlineData("A2A_ENABLE_REVIEW_CONTROL", "true", "A2A:EnableReviewControl", "true")]
    [InlineData("A2A_ENABLE_EXEC_CONTROL", "1", "A2A:EnableExecControl", "true")]
    [InlineData("A2A_ENABLE_SESSION_SHELL", "true", "A2A:EnableSessionShell", "true")]
    [InlineData("A2A_LOG_LEVEL", "debug", "Logging:LogLevel:Default", "Debug")]
    [InlineData("A2A_LOG_LEVEL", "WARNING", "Logging:LogLevel:Default", "Warning")]
    [InlineData("A2A_INTERRUPT_REQUEST_TTL_SECONDS", "3600", "Runner:InterruptTimeout", "01:00:00")]
    [InlineData("A2A_CANCEL_ABORT_TIMEOUT_SECONDS", "1.5", "A2A:CancelWait", "00:00:01.5000000")]
    [InlineData("A2A_REQUEST_BODY_MAX_BYTES", "1048576", "A2A:RequestBodyMaxBytes", "1048576")]
    [InlineData("A2A_STREAM_MAX_BYTES", "67108864", "A2A:StreamMaxBytes", "67108864")]
    [InlineData("A2A_STREAM_MAX_DURATION", "01:00:00", "A2A:StreamMaxDuration", "01:00:00")]
    [InlineData("A2A_STREAM_MAX_DURATION_SECONDS", "3600", "A2A:StreamMaxDuration", "01:00:00")]
    [InlineData("A2A_STREAM_MAX_DURATION_SECONDS", "0", "A2A:StreamMaxDuration", "00:00:00")]
    [InlineData("CODEX_CLI_BIN", "/opt/codex", "Codex:Executable", "/opt/codex")]
    [InlineData("CODEX_HOME", "/srv/codex-home", "Codex:Home", "/srv/codex-home")]
    [InlineData("CODEX_WORKSPACE_ROOT", "/src", "Runner:WorkspaceRoot", "/src")]
    [InlineData("CODEX_WORKSPACE_ROOT", "/src", "A2A:WorkspaceRoot", "/src")]
    [InlineData("CODEX_DIRECTORY", "/src", "Runner:WorkspaceRoot", "/src")]
    [InlineData("CODEX_MODEL", "gpt-5.1-codex", "Codex:Model", "gpt-5.1-codex")]
    [InlineData("CODEX_MODEL_ID", "gpt-5.1-codex", "Codex:Model", "gpt-5.1-codex")]
    [InlineData("CODEX_MODEL_REASONING_EFFORT", "high", "Codex:ReasoningEffort", "high")]
    [InlineData("CODEX_MODEL_REASONING_SUMMARY", "concise", "Codex:ReasoningSummary", "concise")]
    [InlineData("CODEX_APPROVAL_POLICY", "never", "Codex:ApprovalPolicy", "never")]
    [InlineData("CODEX_APPROVAL_POLICY", "on-failure", "Codex:ApprovalPolicy", "on-request")]
    [InlineData("CODEX_SANDBOX_MODE", "read-only", "Codex:SandboxMode", "read-only")]
    [InlineData("CODEX_TIMEOUT", "120", "Runner:BlockingTurnTimeout", "00:02:00")]
    [InlineData("CODEX_TIMEOUT_STREAM", "7200", "Runner:TurnTimeout", "02:00:00")]
    [InlineData("CODEX_MODEL_VERBOSITY", "low", "Codex:Config:model_verbosity", "\"low\"")]
    [InlineData("CODEX_WEB_SEARCH", "live", "Codex:Config:web_search", "\"live\"")]
    [InlineData("CODEX_REVIEW_MODEL", "a\"b\\c", "Codex:Config:review_model", "\"a\\\"b\\\\c\"")]
    [InlineData("CODEX_SANDBOX_WORKSPACE_WRITE_NETWORK_ACCESS", "True", "Codex:Config:sandbox_workspace_write.network_access", "true")]
    [InlineData("CODEX_SANDBOX_WORKSPACE_WRITE_EXCLUDE_SLASH_TMP", "0", "Codex:Config:sandbox_workspace_write.exclude_slash_tmp", "false")]
    [InlineData("CODEX_SANDBOX_WORKSPACE_WRITE_WRITABLE_ROOTS", "[\"/a\",\"/b c\"]", "Codex:Config:sandbox_workspace_write.writable_roots", "[\"/a\", \"/b c\"]")]
    [InlineData("CODEX_SANDBOX_WORKSPACE_WRITE_WRITABLE_ROOTS", "/a, /b", "Codex:Config:sandbox_workspace_write.writable_roots", "[\"/a\", \"/b\"]")]
    public void A_name_sets_its_key(string name, string value, string key, string expected)
    {
        var translation = Translate((name, value));
        Assert.Empty(translation.Errors);
        Assert.Equal(expected, translation.Settings[key]);
    }

    [Theory]
    [InlineData("A2A_DATABASE_URL")]
    [InlineData("A2A_RATE_LIMIT_MAX_REQUESTS")]
    [InlineData("A2A_CLIENT_ALLOWED_HOSTS")]
    [InlineData("A2A_EXECUTION_SANDBOX_MODE")]
    [InlineData("CODEX_PROFILE")]
    [InlineData("CODEX_APP_SERVER_LISTEN")]
    [InlineData("CODEX_SYSTEM")]
    public void A_name_without_meaning_here_is_ignored_with_a_reason(string name)
    {
        var translation = Translate((name, "x"));
        Assert.Empty(translation.Settings);
        Assert.Empty(translation.Errors);
        Assert.StartsWith($"{name} is ignored: ", Assert.Single(translation.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A2A_TOKEN")]
    [InlineData("A2A_CLIENT_BEARER_TOKEN")]
    [InlineData("CODEX_CI")]
    [InlineData("CODEX_A2A_COMMAND")]
    [InlineData("PATH")]
    [InlineData("OPENAI_API_KEY")]
    public void Names_of_others_are_left_alone(string name)
    {
        var translation = Translate((name, "x"));
        Assert.Empty(translation.Settings);
        Assert.Empty(translation.Warnings);
        Assert.Empty(translation.Errors);
    }

    [Theory]
    [InlineData("A2A_PROT")]
    [InlineData("CODEX_SOMETHING_NEW")]
    public void An_unknown_name_is_one_warning_and_no_error(string name)
    {
        var translation = Translate((name, "secret-value"));
        Assert.Empty(translation.Errors);
        Assert.Empty(translation.Settings);
        var warning = Assert.Single(translation.Warnings);
        Assert.Contains(name, warning, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-value", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void An_approval_policy_that_Codex_no_longer_knows_is_told() =>
        Assert.Contains("on-request", Assert.Single(Translate(("CODEX_APPROVAL_POLICY", "on-failure")).Warnings), StringComparison.Ordinal);

    [Fact]
    public void A_limit_of_zero_is_the_default_and_is_told()
    {
        var translation = Translate(("A2A_REQUEST_BODY_MAX_BYTES", "0"));
        Assert.Empty(translation.Settings);
        Assert.Single(translation.Warnings);
    }

    [Theory]
    [InlineData("CODEX_TIMEOUT", "soon")]
    [InlineData("CODEX_TIMEOUT", "-1")]
    [InlineData("A2A_LOG_LEVEL", "LOUD")]
    [InlineData("CODEX_SANDBOX_WORKSPACE_WRITE_NETWORK_ACCESS", "perhaps")]
    [InlineData("CODEX_SANDBOX_WORKSPACE_WRITE_WRITABLE_ROOTS", "[1]")]
    [InlineData("CODEX_SANDBOX_WORKSPACE_WRITE_WRITABLE_ROOTS", "[\"/a\"")]
    public void A_value_that_cannot_be_read_fails_the_start(string name, string value)
    {
        var translation = Translate((name, value));
        Assert.Empty(translation.Settings);
        Assert.StartsWith($"{name}: ", Assert.Single(translation.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A2A_PORT", "A2A__Port")]
    [InlineData("A2A_BEARER_TOKEN", "A2A__BearerToken")]
    [InlineData("CODEX_MODEL", "Codex__Model")]
    [InlineData("CODEX_WORKSPACE_ROOT", "CODEX_DIRECTORY")]
    public void Two_names_for_one_key_must_agree(string left, string right)
    {
        var error = Assert.Single(Translate((left, "first-value"), (right, "second-value")).Errors);
        Assert.Contains(left, error, StringComparison.Ordinal);
        Assert.Contains(right, error, StringComparison.Ordinal);
        Assert.DoesNotContain("-value", error, StringComparison.Ordinal);
        Assert.Empty(Translate((left, "same"), (right, "same")).Errors);
    }

    [Fact]
    public void The_model_of_a_turn_goes_before_the_one_of_the_process_as_it_did()
    {
        var translation = Translate(("CODEX_MODEL_ID", "gpt-of-turns"), ("CODEX_MODEL", "gpt-of-start"));
        Assert.Empty(translation.Errors);
        Assert.Equal("gpt-of-turns", translation.Settings["Codex:Model"]);
        Assert.Contains("CODEX_MODEL_ID goes before", Assert.Single(translation.Warnings), StringComparison.Ordinal);
        Assert.Empty(Translate(("CODEX_MODEL_ID", "same"), ("CODEX_MODEL", "same")).Warnings);
    }

    [Fact]
    public void An_empty_value_is_not_set() => Assert.Empty(Translate(("A2A_PORT", ""), ("A2A__Port", "1")).Errors);

    [Fact]
    public void Every_setting_of_section_A2A_has_a_short_name()
    {
        var options = new[] { typeof(A2AOptions), typeof(AuditOptions) }.SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(property => property.CanWrite && property.PropertyType != typeof(Dictionary<string, string>)).Select(property => property.Name);
        // DataDirectory belongs to the seam; what plays the model is not the operator's to say.
        Assert.Equal(options.Except(["ModelSource"]).Append("DataDirectory").Order(), OwnNames.Settings.Order());
    }

    [Fact]
    public void No_setting_hides_behind_a_name_of_the_predecessor_that_means_something_else() =>
        Assert.All(
            PredecessorNames.All.Values.Where(name => OwnNames.All.ContainsKey(name.Name)),
            name => Assert.Equal([OwnNames.All[name.Name]], name.Keys));

    private static EnvironmentTranslation Translate(params (string Name, string Value)[] environment) =>
        Names.Translate(environment.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
}
