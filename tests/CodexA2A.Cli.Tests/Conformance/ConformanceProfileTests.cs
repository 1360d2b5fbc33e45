using CodexA2A.Cli.Conformance;
using Microsoft.Extensions.Hosting.Internal;

namespace CodexA2A.Cli.Tests.Conformance;

public sealed class ConformanceProfileTests
{
    [Theory]
    [InlineData("Development", false, null)]
    [InlineData("Production", false, "refused in the environment Production")]
    [InlineData("Staging", false, "refused in the environment Staging")]
    [InlineData("Development", true, "remove ConnectionStrings:redis")]
    public void It_starts_where_it_can_do_no_harm(string environment, bool overRedis, string? says)
    {
        var mistakes = ConformanceProfile.Mistakes(new HostingEnvironment { EnvironmentName = environment }, overRedis).ToList();
        if (says is null)
        {
            Assert.Empty(mistakes);
        }
        else
        {
            Assert.Contains(says, Assert.Single(mistakes), StringComparison.Ordinal);
        }
    }
}
