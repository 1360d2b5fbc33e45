namespace CodexA2A.Tasks.Tests;

/// <summary>Whom names mean, and whom a runner serves.</summary>
public sealed class ServedOwnersTests
{
    [Theory]
    [InlineData("alice", "", "alice")]
    [InlineData("acme/alice", "acme", "alice")]
    [InlineData("acme/*", "acme", null)]
    [InlineData("acme/a/b", "acme", "a/b")]
    [InlineData("/acme/alice", "", "acme/alice")]
    [InlineData("//x", "", "/x")]
    [InlineData("/*", "", null)]
    [InlineData("https://issuer.example#ci", "", "https://issuer.example#ci")]
    [InlineData("cert:spiffe://acme/ci", "", "cert:spiffe://acme/ci")]
    [InlineData("acme/https://issuer.example#ci", "acme", "https://issuer.example#ci")]
    [InlineData("tasks/alice", "", "tasks/alice")]
    public void A_name_means_one_principal_or_a_tenant_and_is_told_as_it_is_written(string text, string tenant, string? principal)
    {
        var name = OwnerName.Parse(text);
        Assert.Equal(new OwnerName(tenant, principal), name);
        Assert.Equal(text, name.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("*")]
    [InlineData("/")]
    [InlineData("acme/")]
    [InlineData("acme/ ")]
    [InlineData(" alice")]
    [InlineData("alice ")]
    [InlineData("acme/ alice")]
    [InlineData("alice\r")]
    [InlineData("al\u0007ice")]
    [InlineData("team-*")]
    [InlineData("acme/team-*")]
    [InlineData("*/alice")]
    [InlineData("/**")]
    public void What_names_nobody_or_everybody_is_no_name(string text) => Assert.Null(OwnerName.Parse(text));

    [Theory]
    [InlineData("", "alice", true)]
    [InlineData("", "Alice", false)]
    [InlineData("", "bob", false)]
    [InlineData("acme", "alice", false)]
    [InlineData("acme", "bob", true)]
    [InlineData("beta", "carol", true)]
    [InlineData("beta", "*", true)]
    [InlineData("Beta", "carol", false)]
    public void Who_is_named_is_served_by_one_and_not_by_the_other(string tenant, string principal, bool named)
    {
        OwnerName[] names = [new("", "alice"), new("acme", "bob"), new("beta", null)];
        var owner = new Owner(tenant, principal);
        Assert.Equal(
            (named, !named, true), (ServedOwners.Only(names).Includes(owner), ServedOwners.AllBut(names).Includes(owner), ServedOwners.Everybody.Includes(owner)));
    }

    [Fact]
    public void What_is_nobodys_is_anybodys()
    {
        Assert.All(
            [ServedOwners.Only([new("", "alice")]), ServedOwners.AllBut([new("", null)]), ServedOwners.Everybody],
            served => Assert.True(served.Includes(Owner.Nobody)));
        Assert.False(ServedOwners.Only([new("", "alice")]).Includes(default));
    }

    [Fact]
    public void It_says_whom()
    {
        OwnerName[] names = [new("beta", null), new("", "alice")];
        Assert.Equal(
            ["everybody", "only 'alice', 'beta/*'", "all but 'alice', 'beta/*'"],
            [ServedOwners.Everybody.ToString(), ServedOwners.Only(names).ToString(), ServedOwners.AllBut(names).ToString()]);
    }

    [Fact]
    public void Who_is_served_and_has_all_that_may_run_is_given_nothing_more()
    {
        var (alice, bob) = (new Owner("", "alice"), new Owner("", "bob"));
        var runner = new RunnerIdentity("runner", "home") { Serves = ServedOwners.AllBut([new("", "alice")]), Full = [bob] };
        Assert.Equal((false, false, true), (runner.Takes(alice), runner.Takes(bob), runner.Takes(new Owner("", "carol"))));
    }
}
