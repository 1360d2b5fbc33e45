using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;
using YamlDotNet.RepresentationModel;

namespace CodexA2A.Architecture.Tests.Deployment;

/// <summary>The workflows may do no more than they must, and a release comes from main only.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows => [.. Repository.Files.Where(file => file.StartsWith(".github/workflows/", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Workflows))]
    public void Nothing_may_be_written_unless_a_job_says_so(string file) =>
        Assert.Equal(["contents: read"], DeployFiles.Yaml(file).At("permissions").Entries().Select(entry => $"{entry.Key}: {entry.Value.Text()}"));

    [Theory, MemberData(nameof(Workflows))]
    public void Every_job_ends_and_every_action_has_a_version(string file)
    {
        var jobs = DeployFiles.Yaml(file).At("jobs").Entries().ToList();
        Assert.All(jobs, job => Assert.True(job.Value.At("timeout-minutes") is not null || job.Value.At("uses") is not null, job.Key));
        Findings.None(jobs.SelectMany(job => ((YamlSequenceNode?)job.Value.At("steps"))?.Children ?? []).Select(step => step.At("uses").Text()).OfType<string>().Where(action => !Pinned().IsMatch(action)));
    }

    [Fact]
    public void What_others_send_in_is_never_run_with_our_rights() =>
        Assert.All(Workflows.Select(row => Repository.Read(row.Data)), text => Assert.DoesNotContain("pull_request_target", text, StringComparison.Ordinal));

    [Fact]
    public void A_release_is_of_a_tag_on_main_and_is_tested_before_anything_is_published()
    {
        var release = DeployFiles.Yaml(".github/workflows/release.yml");
        Assert.Equal(["push"], release.At("on").Entries().Select(entry => entry.Key));
        Assert.Equal(["tags"], release.At("on", "push").Entries().Select(entry => entry.Key));
        var first = ((YamlSequenceNode)release.At("jobs", "from-main", "steps")!)[1];
        Assert.Contains("git merge-base --is-ancestor \"$COMMIT\" origin/main || {", first.At("run").Text(), StringComparison.Ordinal);
        foreach (var job in new[] { "native", "tool" })
            Assert.Equal(["from-main", "test"], release.At("jobs", job, "needs").Texts());
        Assert.Equal(["from-main", "native", "tool", "sbom"], release.At("jobs", "publish", "needs").Texts());
        Assert.Equal(["publish"], release.At("jobs").Entries().Where(job => job.Value.At("permissions") is not null).Select(job => job.Key));
    }

    [Theory, MemberData(nameof(Workflows))]
    public void A_job_with_rights_runs_no_action_of_others(string file) =>
        Findings.None(DeployFiles.Yaml(file).At("jobs").Entries().Where(job => job.Value.At("permissions") is not null)
            .SelectMany(job => ((YamlSequenceNode)job.Value.At("steps")!).Children).Select(step => step.At("uses").Text()).OfType<string>()
            .Where(action => !action.StartsWith("actions/", StringComparison.Ordinal)));

    [Fact]
    public void What_a_job_hands_over_is_what_is_published()
    {
        var jobs = DeployFiles.Yaml(".github/workflows/release.yml").At("jobs");
        var steps = ((YamlSequenceNode)jobs.At("sbom", "steps")!).Children;
        var made = steps.Single(step => step.At("with", "output-file") is not null).At("with", "output-file").Text();
        Assert.Equal(made, steps.Single(step => step.At("uses").Text()!.StartsWith("actions/upload-artifact@", StringComparison.Ordinal)).At("with", "path").Text());
        Assert.Contains(((YamlSequenceNode)jobs.At("publish", "steps")!).Children, step => step.At("with", "sbom-path").Text() == $"release/{made}");
    }

    [Fact]
    public void A_platform_is_released_only_with_its_packages_locked()
    {
        var rids = ((YamlSequenceNode)DeployFiles.Yaml(".github/workflows/release.yml").At("jobs", "native", "strategy", "matrix", "include")!).Select(row => row.At("rid").Text()!).ToList();
        Assert.NotEmpty(rids);
        Findings.None(rids.Select(rid => $"CodexA2A.Cli/packages.native.{rid}.lock.json").Where(file => !Repository.Files.Contains(file)));
    }

    [Fact]
    public void Main_is_guarded_by_the_script_that_everybody_can_run() =>
        Assert.Contains(((YamlSequenceNode)DeployFiles.Yaml(".github/workflows/ci.yml").At("jobs", "ci", "steps")!).Children, step => step.At("run").Text() == ".ci/run");

    [Fact]
    public void Every_script_is_among_those_that_shellcheck_reads()
    {
        var files = Checked().Match(Repository.Read("test.sh")).Groups[1].Value.Split(' ');
        Assert.Equal(Repository.FilesEnding(".sh").Append(".ci/run").Order(), files.Order());
    }

    [GeneratedRegex(@"^(\./.*|[\w.-]+/[\w./-]+@(v\d+|[0-9a-f]{40}))$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"local files=\(([^)]*)\)")]
    private static partial Regex Checked();
}
