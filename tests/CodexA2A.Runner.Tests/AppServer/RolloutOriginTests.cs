using System.Text;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class RolloutOriginTests
{
    [Theory]
    [InlineData("""{"type":"session_meta","payload":{"originator":"codex_exec","base_instructions":{"text":"originator"}}}""" + "\n", "codex_exec")]
    [InlineData("""{"type":"session_meta","payload":{"originator":"codex_a2a"}}""" + "\n" + """{"type":"session_meta","payload":{"originator":"other"}}""" + "\n", "codex_a2a")]
    [InlineData("""{"type":"session_meta","payload":{"originator":"half"}}""", null)]
    [InlineData("""{"type":"event_msg","payload":{"originator":"x"}}""" + "\n", null)]
    [InlineData("""{"type":"session_meta","payload":["originator"]}""" + "\n", null)]
    [InlineData("""{"type":"session_meta","payload":{"originator":7}}""" + "\n", null)]
    [InlineData("[]\n", null)]
    [InlineData("no json\n", null)]
    [InlineData("\n", null)]
    [InlineData("", null)]
    public void The_first_line_says_who_began_it(string text, string? origin) => Assert.Equal(origin, RolloutOrigin.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task A_file_that_is_not_there_says_nothing() =>
        Assert.Null(await RolloutOrigin.ReadAsync(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")), TestContext.Current.CancellationToken));
}
