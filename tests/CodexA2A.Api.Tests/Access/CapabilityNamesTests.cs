using CodexA2A.Api.Access;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Access;

public sealed class CapabilityNamesTests
{
    private const Capability Exec = Capability.Exec | Capability.Shell;

    [Theory]
    [InlineData("", CapabilityNames.Default)]
    [InlineData("turn_control", CapabilityNames.Default)]
    [InlineData("exec_control", CapabilityNames.Default | Exec)]
    [InlineData("turn_control exec_control", CapabilityNames.Default | Exec)]
    [InlineData("read", Capability.Read)]
    [InlineData("read send answer", Capability.Read | Capability.Send | Capability.Answer)]
    [InlineData("read exec_control", Capability.Read | Exec)]
    [InlineData("read turn_control", Capability.Read | Capability.Control)]
    [InlineData("exec", Exec)]
    [InlineData("admin", Capability.Admin | Capability.Metrics)]
    [InlineData("metrics", Capability.Metrics)]
    [InlineData("everything", Capability.None)]
    [InlineData("Read", Capability.None)]
    [InlineData("turn_control everything", Capability.Control)]
    public void A_list_says_all_and_the_names_of_the_predecessor_add(string listed, object granted) =>
        Assert.Equal((Capability)granted, CapabilityNames.Read(listed.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Who_lists_nothing_has_neither_exec_nor_admin() =>
        Assert.Equal(Capability.None, CapabilityNames.Default & (Capability.Exec | Capability.Admin));

    [Fact]
    public void Each_capability_that_is_asked_has_a_name_that_grants_it() =>
        Assert.All(Permissions.All.Select(row => row.Asks).Where(asked => asked != Capability.None), asked =>
            Assert.Equal(asked, CapabilityNames.Read([CapabilityNames.Of(asked)]) & asked));

    [Fact]
    public async Task A_name_that_is_none_ends_the_start_and_the_secret_is_not_told()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(new()
        {
            ["A2A:StaticAuthCredentials"] = """[{"id":"ops","scheme":"bearer","principal":"ops","token":"ops-token-123","capabilities":["read","sned"]}]""",
        }));
        Assert.Contains("ops lists the capability sned", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ops-token", error.Message, StringComparison.Ordinal);
    }
}
