using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;
using CodexA2A.ServiceDefaults.Health;
using YamlDotNet.RepresentationModel;

namespace CodexA2A.Architecture.Tests.Deployment;

/// <summary>The compose file says of the service what the service says of itself.</summary>
public sealed partial class ComposeTests
{
    private static readonly YamlNode File = DeployFiles.Yaml("deploy/compose.yaml");
    private static readonly Dictionary<string, YamlNode> Services = File.At("services").Entries().ToDictionary();
    private static readonly string[] Runners = ["runner-1", "runner-2"];

    [Fact]
    public void It_is_the_fleet()
    {
        Assert.Equal(["api", "otel-collector", "proxy", "redis", "runner-1", "runner-2"], Services.Keys.Order());
        Assert.Equal("2", Services["api"].At("deploy", "replicas").Text());
        Assert.NotEqual(Services["runner-1"].At("volumes").Texts()[0], Services["runner-2"].At("volumes").Texts()[0]);
    }

    public static TheoryData<string> Names => [.. Services.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Each_has_a_read_only_root_no_capability_a_limit_and_no_new_privileges(string name)
    {
        var service = Services[name];
        Assert.Equal("true", service.At("read_only").Text());
        Assert.Equal(["ALL"], service.At("cap_drop").Texts());
        Assert.Contains("no-new-privileges:true", service.At("security_opt").Texts());
        Assert.NotNull(service.At("deploy", "resources", "limits", "memory").Text());
        Assert.NotNull(service.At("deploy", "resources", "limits", "pids").Text());
        Assert.Null(service.At("privileged"));
    }

    [Fact]
    public void Only_what_serves_people_is_published_and_by_default_on_loopback() =>
        Assert.Equal(["proxy ${LISTEN:-127.0.0.1:8000}:8080", "proxy ${GRPC_LISTEN:-127.0.0.1:8002}:8082", "otel-collector 127.0.0.1:9464:9464"], Services.SelectMany(service => service.Value.At("ports").Texts().Select(port => $"{service.Key} {port}")));

    [Fact]
    public void A_runner_has_the_least_that_bubblewrap_needs_and_its_profile_is_there()
    {
        foreach (var runner in Runners)
        {
            var options = Services[runner].At("security_opt").Texts();
            Assert.DoesNotContain("seccomp=unconfined", options);
            var profile = options.Single(option => option.StartsWith("seccomp=", StringComparison.Ordinal))["seccomp=".Length..];
            using var json = System.Text.Json.JsonDocument.Parse(Repository.Read($"deploy/{profile}"));
            var refused = json.RootElement.GetProperty("syscalls")[0].GetProperty("names").EnumerateArray().Select(name => name.GetString()).ToHashSet();
            Assert.Empty(refused.Intersect(["clone", "clone3", "unshare", "mount", "umount2", "pivot_root", "sethostname"]));
            Assert.Superset(new HashSet<string?>(["bpf", "kexec_load", "open_by_handle_at", "setns", "userfaultfd"]), refused);
        }
    }

    [Fact]
    public void Without_a_sandbox_of_its_own_both_sides_say_so_and_nothing_more_is_asked_of_the_host()
    {
        var other = DeployFiles.Documents(Repository.Read("deploy/compose.external-sandbox.yaml"))[0].At("services");
        Assert.Equal("external", other.At("api", "environment", "A2A__SandboxMode").Text());
        foreach (var runner in Runners)
        {
            Assert.Equal("external", other.At(runner, "environment", "Codex__SandboxMode").Text());
            Assert.Equal(["no-new-privileges:true"], other.At(runner, "security_opt").Texts());
        }
    }

    [Fact]
    public void A_stop_may_take_as_long_as_the_service_takes()
    {
        var stop = DeployFiles.DefaultTime("Runner:StopTimeout") + DeployFiles.Rest;
        foreach (var runner in Runners)
        {
            var drain = TimeSpan.Parse(Services[runner].At("environment", "Runner__DrainTimeout").Text()!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(Seconds(Services[runner].At("stop_grace_period")), (drain + stop).TotalSeconds + 1, 120);
        }

        // The host's own limit, .NET's default.
        Assert.InRange(Seconds(Services["api"].At("stop_grace_period")), 31, 120);
    }

    [Fact]
    public void Each_part_is_asked_where_it_listens()
    {
        Assert.Equal(["CMD", "/app/codex-a2a", "probe", $"http://127.0.0.1:{DeployFiles.Default("A2A:Port")}{ProbePaths.Ready}"], Services["api"].At("healthcheck", "test").Texts());
        foreach (var runner in Runners)
            Assert.Equal(["CMD", "/app/codex-a2a", "probe", $"http://127.0.0.1:{DeployFiles.Default("Runner:Management:Port")}{ProbePaths.Ready}"], Services[runner].At("healthcheck", "test").Texts());
    }

    [Fact]
    public void Each_part_has_a_name_of_its_own_in_what_is_reported()
    {
        Assert.Equal("codex-a2a-api", Services["api"].At("environment", "OTEL_SERVICE_NAME").Text());
        Assert.All(Runners, runner => Assert.Equal("codex-a2a-runner", Services[runner].At("environment", "OTEL_SERVICE_NAME").Text()));
    }

    [Fact]
    public void The_proxy_lets_through_what_the_Api_takes_and_holds_nothing_back()
    {
        var proxy = Repository.Read("deploy/docker/nginx.conf");
        Assert.Contains($"api:{DeployFiles.Default("A2A:Port")};", proxy, StringComparison.Ordinal);
        Assert.Contains($"client_max_body_size {DeployFiles.Default("A2A:RequestBodyMaxBytes")};", proxy, StringComparison.Ordinal);
        Assert.Contains("proxy_buffering off;", proxy, StringComparison.Ordinal);
        var silence = int.Parse(Timeout().Match(proxy).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(silence > DeployFiles.DefaultTime("A2A:BlockingTimeout").TotalSeconds);
        Assert.DoesNotContain("non_idempotent", proxy, StringComparison.Ordinal);
    }

    [Fact]
    public void Redis_keeps_what_was_accepted_and_is_what_a_signal_reaches()
    {
        var command = Services["redis"].At("command").Texts()[2];
        Assert.StartsWith("exec redis-server", command, StringComparison.Ordinal);
        foreach (var option in new[] { "--appendonly yes", "--appendfsync everysec", "--maxmemory-policy noeviction", "requirepass" })
            Assert.Contains(option, command, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_names_every_variable_and_gives_no_value()
    {
        var wanted = Variable().Matches(Repository.Read("deploy/compose.yaml")).Select(match => match.Groups[1].Value).Where(name => name != "VERSION").Distinct().Order();
        var lines = Repository.Read("deploy/compose.env.example").Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList();
        Assert.All(lines, line => Assert.EndsWith("=", line, StringComparison.Ordinal));
        Assert.Equal(wanted, lines.Select(line => line[..^1]).Order());
        Assert.Contains("/deploy/compose.env", Repository.Read(".gitignore").Split('\n'));
    }

    [Fact]
    public void The_collector_listens_where_the_parts_send_and_Prometheus_asks()
    {
        var collector = DeployFiles.Yaml("deploy/otel-collector.yaml");
        Assert.Equal("http://otel-collector:4317", Services["api"].At("environment", "OTEL_EXPORTER_OTLP_ENDPOINT").Text());
        Assert.Equal("0.0.0.0:4317", collector.At("receivers", "otlp", "protocols", "grpc", "endpoint").Text());
        Assert.Equal("0.0.0.0:9464", collector.At("exporters", "prometheus", "endpoint").Text());
        foreach (var (name, pipeline) in collector.At("service", "pipelines").Entries())
            foreach (var kind in new[] { "receivers", "processors", "exporters" })
                Assert.All(pipeline.At(kind).Texts(), part => Assert.True(collector.At(kind, part) is not null, $"{name}: {part}"));
    }

    private static double Seconds(YamlNode? text) => double.Parse(text.Text()!.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$\{(\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"proxy_read_timeout (\d+)s;")]
    private static partial Regex Timeout();
}
