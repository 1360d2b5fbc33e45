using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Threads;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Tests.Policies;

public sealed class PrincipalPolicyTests
{
    [Fact]
    public void What_a_row_does_not_say_that_of_all_says_and_then_nothing()
    {
        var policies = Of(new()
        {
            ["*"] = new PolicyOptions { SandboxMode = "read-only", Models = ["a"] },
            ["alice"] = new PolicyOptions { SandboxMode = "workspace-write", ApprovalPolicy = "never" },
            ["issuer"] = new PolicyOptions { Principal = "https://id.example#carol", Models = ["b", "c*"] },
        });

        Assert.Equivalent(new PrincipalPolicy { SandboxMode = "workspace-write", ApprovalPolicy = "never", Models = ["a"], Model = "a" }, policies.Of("alice"));
        Assert.Equivalent(new PrincipalPolicy { SandboxMode = "read-only", Models = ["b", "c*"], Model = "b" }, policies.Of("https://id.example#carol"));
        // Keys of settings have no case; what a row names itself is exact.
        Assert.Equal("never", policies.Of("ALICE").ApprovalPolicy);
        Assert.All(["bob", "alic\u00e9", "issuer", "https://id.example#Carol", "*", ""], name => Assert.Equivalent(new PrincipalPolicy { SandboxMode = "read-only", Models = ["a"], Model = "a" }, policies.Of(name)));
        Assert.Equal(["read-only", "workspace-write"], policies.Modes);
    }

    [Fact]
    public void A_row_in_capitals_restricts_whom_it_names_and_an_exact_one_goes_before_it()
    {
        var policies = Of(new()
        {
            ["ALICE"] = new PolicyOptions { SandboxMode = "read-only" },
            ["other"] = new PolicyOptions { Principal = "Alice", SandboxMode = "workspace-write" },
        });

        Assert.Equal(["read-only", "read-only", "workspace-write", null], ((string[])["alice", "ALICE", "Alice", "bob"]).Select(name => policies.Of(name).SandboxMode));
    }

    [Fact]
    public void Without_rows_nothing_is_less() => Assert.Equivalent(PrincipalPolicy.None, Of([]).Of("alice"));

    [Theory]
    [InlineData("gpt-5.5", "gpt-5.5", true)]
    [InlineData("gpt-5.5", "GPT-5.5", false)]
    [InlineData("gpt-5.5", "gpt-5.5-codex", false)]
    [InlineData("gpt-5*", "gpt-5.5-codex", true)]
    [InlineData("gpt-5*", "gpt-4", false)]
    [InlineData("gpt-5*", "x-gpt-5", false)]
    [InlineData("*-mini", "gpt-5-mini", true)]
    [InlineData("*", "anything", true)]
    [InlineData("gpt-?*", "gpt-5", false)]
    [InlineData("a*b*c", "abc", true)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("a\\*", "a\\b", true)]
    [InlineData("", "", true)]
    public void Models_are_named_whole_or_by_a_pattern(string allowed, string model, bool allows) =>
        Assert.Equal(allows, new PrincipalPolicy { Models = [allowed] }.Allows(model));

    [Theory]
    [InlineData("m1", "m1", "m1,m2")]
    [InlineData("m9", "m1", "m1,m2")]
    [InlineData("m9", "m9", "m1,m*")]
    [InlineData(null, "m2", "x*,m2")]
    [InlineData(null, null, "x*")]
    [InlineData("m1", null, "")]
    public void Who_names_no_model_gets_that_of_the_settings_if_it_is_allowed(string? configured, string? gets, string models) =>
        Assert.Equal(gets, PrincipalPolicy.DefaultOf(models.Split(',', StringSplitOptions.RemoveEmptyEntries), configured));

    [Theory]
    [InlineData("m1", null, null)]
    [InlineData("other", "m1", "m1")]
    [InlineData(null, "m1", "m1")]
    public void A_conversation_keeps_its_model_if_it_is_allowed(string? has, string? named, string? review)
    {
        var policy = new PrincipalPolicy { Models = ["m1", "m2"], Model = "m1" };
        Assert.Equal(named, ModelPolicy.Choose(policy, new TurnRequest([]), has).Model);
        var asked = new TurnRequest([]) { Review = new CodexA2A.Tasks.ReviewTarget("uncommittedChanges") };
        var refused = Record.Exception(() => ModelPolicy.Choose(policy, asked, has)) as TurnRefusedException;
        Assert.Equal(review is null ? null : "MODEL_NOT_ALLOWED", refused?.Code);
    }

    private static PrincipalPolicies Of(Dictionary<string, PolicyOptions> rows) => new(Options.Create(new CodexOptions { Policies = rows }));
}
