using System.Text;
using CodexA2A.Probes.Tests.Harness;
using CodexA2A.Probes.Tests.Probes;

namespace CodexA2A.Probes.Tests;

public sealed class ProbeTests(ProbedServices services) : IClassFixture<ProbedServices>
{
    private static readonly IReadOnlyList<Probe> All = [.. LineProbes.All, .. HeaderProbes.All, .. LengthProbes.All, .. ChunkProbes.All, .. MethodProbes.All];

    public static TheoryData<string> Names => [.. All.Select(probe => probe.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Bytes_get_the_answers_that_they_should_and_no_more(string name)
    {
        var probe = All.Single(probe => probe.Name == name);
        var open = await AskAsync(services.Open, probe, probe.Open);
        if (probe.Says is not null && open.Count > 0) Assert.Contains(probe.Says, open[0].Body, StringComparison.Ordinal);
        await AskAsync(services.Closed, probe, probe.Closed);
    }

    [Fact]
    public void The_list_is_long() => Assert.True(All.Count >= 60, $"{All.Count}");

    [Fact]
    public async Task The_preface_of_HTTP_2_is_told_to_speak_HTTP_1()
    {
        var said = await RawExchange.RunAsync(services.Open, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        // SETTINGS may come first; then GOAWAY (type 7), and the end.
        Assert.Contains((byte)7, said);
        Assert.False(said.AsSpan().StartsWith("HTTP/1"u8));
    }

    private static async Task<IReadOnlyList<RawAnswer>> AskAsync(int port, Probe probe, int[] expected)
    {
        // The service closes the connection by itself: after what it refused, or after the last request.
        var answers = RawAnswers.Read(await RawExchange.RunAsync(port, probe.Sent, probe.IsGone));
        if (!probe.IsGone || answers.Count > 0) Assert.Equal(probe.Expected(expected), answers.Select(answer => answer.Status));
        Assert.DoesNotContain(answers, answer => answer.Body.Contains("smuggled", StringComparison.Ordinal));
        var still = RawAnswers.Read(await RawExchange.RunAsync(port, Encoding.ASCII.GetBytes(Make.Last)));
        Assert.Equal(200, Assert.Single(still).Status);
        return answers;
    }
}
