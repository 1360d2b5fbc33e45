using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Sandbox;

namespace CodexA2A.Runner.Tests.Sandbox;

public sealed class SandboxReportTests
{
    private const string All = "home=yes\ndata=no\nenvironment=no\nnetwork=yes\nend=yes\n";

    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("workspace-write", false, All, true, false, false, "no", "no", "yes")]
    [InlineData("read-only", false, All, true, false, false, "no", "no", "yes")]
    [InlineData("default", false, All, true, false, false, "no", "no", "yes")]
    [InlineData("workspace-write", false, All, true, true, false, "yes", "no", "no")]
    [InlineData("workspace-write", false, All, true, false, true, "no", "yes", "no")]
    [InlineData("workspace-write", true, All, true, false, true, "no", "yes", "yes")]
    [InlineData("workspace-write", false, All, false, false, false, "unknown", "no", "unknown")]
    [InlineData("workspace-write", false, "environment=no\nend=yes", true, false, false, "no", "unknown", "unknown")]
    [InlineData("workspace-write", false, "network=yes", true, false, false, "unknown", "unknown", "unknown")]
    [InlineData("workspace-write", false, "", true, true, false, "yes", "unknown", "no")]
    [InlineData("danger-full-access", false, All, true, true, true, "yes", "yes", "nothing_promised")]
    [InlineData("external", false, All, true, false, false, "no", "no", "nothing_promised")]
    public void What_is_seen_counts_and_what_is_not_seen_only_where_it_was_tried(
        string mode, bool allowed, string output, bool hasOutside, bool written, bool connected, string writes, string network, string holds)
    {
        var subject = new SandboxSubject(mode, allowed ? new WorkspaceWritePolicy([], NetworkAccess: true) : null);

        var report = SandboxReport.Judge(subject, new ProbeSeen(output, hasOutside, written, connected), Now);

        Assert.Equal((writes, network, holds), (report.WritesOutside, report.ReachesNetwork, report.Holds));
    }

    [Fact]
    public void It_is_told_as_texts_and_in_short()
    {
        var report = SandboxReport.Judge(new SandboxSubject("workspace-write", null), new ProbeSeen(All, true, false, false), Now);

        Assert.Equal(
            """{"mode":"workspace-write","holds":"yes","writes_outside":"no","reaches_network":"no","network_allowed":"no","reads_parent_environment":"no","reads_codex_home":"yes","reads_data_directory":"no","tried_at":"2026-11-27T12:00:00Z"}""",
            report.ToJson().ToJsonString());
        Assert.Equal("""{"mode":"workspace-write","holds":"yes","tried_at":"2026-11-27T12:00:00Z"}""", report.ToMetadata().ToJsonString());
        Assert.Null(report.Problem);
        Assert.NotNull(SandboxReport.Judge(new SandboxSubject("workspace-write", null), new ProbeSeen("", true, false, false), Now).Problem);
    }

    [Theory]
    [InlineData(null, "has not been tried")]
    [InlineData("workspace-write", "write outside the workspace and reach the network")]
    [InlineData("danger-full-access", "promises nothing")]
    public void A_refusal_says_what_is_not_kept(string? mode, string words)
    {
        var refused = SandboxRefusal.Of(mode is null ? null : SandboxReport.Judge(new SandboxSubject(mode, null), new ProbeSeen(All, true, true, true), Now));

        Assert.Equal("SANDBOX_NOT_MET", refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_answer_is_passed_over() =>
        Assert.Equal(
            [("home", "yes")],
            ProbeScript.Parse("home=yes\nhome=maybe\nsecret=yes\nnoise\n=yes\ndata=\n").Select(pair => (pair.Key, pair.Value)));
}
