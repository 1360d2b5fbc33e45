using System.Text.Json;
using CodexA2A.Architecture.Tests.Source;
using CodexA2A.ServiceDefaults.Health;
using YamlDotNet.RepresentationModel;

namespace CodexA2A.Architecture.Tests.Deployment;

/// <summary>The chart, as far as it can be read without helm.</summary>
public sealed class HelmTests
{
    private const string Chart = "deploy/helm/codex-a2a";
    private static readonly YamlNode Values = DeployFiles.Yaml($"{Chart}/values.yaml");
    private static readonly string[] Templates = [.. DeployFiles.All.Where(file => file.StartsWith($"{Chart}/templates/", StringComparison.Ordinal))];

    public static TheoryData<string> Resources => [.. Templates.Where(file => file.EndsWith(".yaml", StringComparison.Ordinal))];

    [Fact]
    public void The_chart_has_the_version_of_the_program()
    {
        var chart = DeployFiles.Yaml($"{Chart}/Chart.yaml");
        Assert.Contains($"<Version>{chart.At("appVersion").Text()}</Version>", Repository.Read("Directory.Build.props"), StringComparison.Ordinal);
        Assert.Equal("v2", chart.At("apiVersion").Text());
    }

    [Theory, MemberData(nameof(Resources))]
    public void A_template_is_YAML_of_named_resources(string file)
    {
        var resources = DeployFiles.Documents(HelmTemplate.Plain(Repository.Read(file)));
        Assert.NotEmpty(resources);
        Assert.All(resources, resource => Assert.True(resource.At("kind").Text() is not null && resource.At("apiVersion").Text() is not null && resource.At("metadata", "name").Text() is not null));
    }

    [Fact]
    public void Every_value_that_a_template_names_exists() =>
        Findings.None(Templates.SelectMany(file => HelmTemplate.Values(Repository.Read(file)).Where(value => Values.At(value.Split('.')) is null).Select(value => $"{file}: {value}")));

    [Fact]
    public void Every_value_is_used()
    {
        var used = Templates.SelectMany(file => HelmTemplate.Values(Repository.Read(file))).ToHashSet();
        Findings.None(Leaves(Values, "").Where(leaf => !used.Any(value => leaf == value || leaf.StartsWith(value + ".", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_schema_knows_every_value_and_no_other()
    {
        using var schema = JsonDocument.Parse(Repository.Read($"{Chart}/values.schema.json"));
        Assert.Equal(Values.Entries().Select(entry => entry.Key).Append("global").Order(), schema.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order());
        foreach (var (name, section) in Values.Entries().Where(entry => entry.Value is YamlMappingNode { Children.Count: > 0 }))
            Assert.Equal(section.Entries().Select(entry => entry.Key).Order(), schema.RootElement.GetProperty("properties").GetProperty(name).GetProperty("properties").EnumerateObject().Select(property => property.Name).Order());
    }

    [Fact]
    public void No_secret_has_a_default() => Assert.All(Values.At("secrets").Entries().Append(new("password", Values.At("redis", "password")!)), entry => Assert.Equal("", entry.Value.Text()));

    [Theory]
    [InlineData("api", "A2A__Port", "A2A:Port")]
    [InlineData("runner", "Runner__Management__Port", "Runner:Management:Port")]
    public void Each_part_is_probed_where_it_listens(string part, string name, string key)
    {
        var container = Container(part);
        var environment = ((YamlSequenceNode)container.At("env")!).Where(variable => variable.At("name") is not null).Select(variable => (variable.At("name").Text(), variable.At("value").Text()));
        Assert.Contains((name, DeployFiles.Default(key)), environment);
        var port = ((YamlSequenceNode)container.At("ports")!)[0];
        Assert.Equal(DeployFiles.Default(key), port.At("containerPort").Text());
        foreach (var (probe, path) in new[] { ("readinessProbe", ProbePaths.Ready), ("livenessProbe", ProbePaths.Alive), ("startupProbe", ProbePaths.Alive) })
            Assert.Equal((path, port.At("name").Text()), (container.At(probe, "httpGet", "path").Text(), container.At(probe, "httpGet", "port").Text()));
    }

    [Theory]
    [InlineData("api")]
    [InlineData("runner")]
    public void Each_part_may_do_nothing_that_it_need_not(string part)
    {
        var pod = Workload(part).At("spec", "template", "spec");
        Assert.Equal("false", pod.At("automountServiceAccountToken").Text());
        Assert.Equal(("true", "10001"), (pod.At("securityContext", "runAsNonRoot").Text(), pod.At("securityContext", "runAsUser").Text()));
        var container = Repository.Read($"{Chart}/templates/_helpers.tpl");
        foreach (var line in new[] { "allowPrivilegeEscalation: false", "readOnlyRootFilesystem: true", "capabilities: { drop: [ALL] }" })
            Assert.Contains(line, container, StringComparison.Ordinal);
        Assert.Contains("securityContext: {{- include \"codex-a2a.container\" .", Repository.Read($"{Chart}/templates/{part}.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_may_take_the_drain_and_what_follows()
    {
        Assert.Equal("600", Values.At("runner", "drainSeconds").Text());
        Assert.Contains("terminationGracePeriodSeconds: {{ add .Values.runner.drainSeconds 30 }}", Repository.Read($"{Chart}/templates/runner.yaml"), StringComparison.Ordinal);
        Assert.True(TimeSpan.FromSeconds(30) > DeployFiles.DefaultTime("Runner:StopTimeout") + DeployFiles.Rest);
    }

    [Fact]
    public void The_ingress_lets_through_what_the_Api_takes_and_is_as_patient_as_the_proxy_of_compose()
    {
        var ingress = Repository.Read($"{Chart}/templates/api.yaml");
        Assert.Contains($"proxy-body-size: {{{{ index .Values.api.settings \"A2A__RequestBodyMaxBytes\" | default {DeployFiles.Default("A2A:RequestBodyMaxBytes")} | int64 | quote }}}}", ingress, StringComparison.Ordinal);
        var silences = DeployFiles.Documents(HelmTemplate.Plain(ingress)).Where(resource => resource.At("kind").Text() == "Ingress")
            .Select(resource => resource.At("metadata", "annotations", "nginx.ingress.kubernetes.io/proxy-read-timeout").Text()).ToList();
        Assert.Equal(2, silences.Count);
        Assert.All(silences, silence => Assert.Contains($"proxy_read_timeout {silence}s;", Repository.Read("deploy/docker/nginx.conf"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("api")]
    [InlineData("runner")]
    public void A_node_can_be_drained_with_one_replica_too(string part)
    {
        var budget = DeployFiles.Documents(HelmTemplate.Plain(Repository.Read($"{Chart}/templates/{part}.yaml"))).Single(resource => resource.At("kind").Text() == "PodDisruptionBudget");
        Assert.Equal(("1", null), (budget.At("spec", "maxUnavailable").Text(), budget.At("spec", "minAvailable").Text()));
    }

    [Fact]
    public void Names_are_looked_up_where_a_node_answers_too()
    {
        Assert.Equal("169.254.20.10", Values.At("networkPolicy", "nodeLocalDns").Text());
        var egress = Repository.Read($"{Chart}/templates/_helpers.tpl").Split("define \"codex-a2a.egress\"")[1];
        Assert.Matches(@"^[^-]*-\}\}\n- to:\n    - namespaceSelector: \{\}\n    \{\{- with \.Values\.networkPolicy\.nodeLocalDns \}\}\n[^\n]*\n    - ipBlock: \{ cidr: \{\{ \. \}\}/32 \}\n    \{\{- end \}\}\n  ports: \[\{ protocol: UDP, port: 53 \}", egress);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("runner")]
    public void Each_part_can_be_upgraded_by_itself_and_is_named_in_what_it_reports(string part)
    {
        var template = Repository.Read($"{Chart}/templates/{part}.yaml");
        Assert.Contains($"image: \"{{{{ .Values.{part}.image.repository }}}}:{{{{ .Values.{part}.image.tag | default .Chart.AppVersion }}}}\"", template, StringComparison.Ordinal);
        Assert.Contains($"- {{ name: OTEL_SERVICE_NAME, value: codex-a2a-{part} }}", template, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("runner")]
    [InlineData("redis")]
    public void A_new_version_of_the_chart_starts_no_pod_again_whose_image_stays(string part)
    {
        Assert.Contains("\n    metadata:\n      labels: {{- include \"codex-a2a.identity\" . | nindent 8 }}", Repository.Read($"{Chart}/templates/{part}.yaml"), StringComparison.Ordinal);
        // The sum of the secrets is an annotation of the pods.
        Assert.DoesNotContain("codex-a2a.labels", Repository.Read($"{Chart}/templates/secrets.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("Chart.", Repository.Read($"{Chart}/templates/_helpers.tpl").Split("define \"codex-a2a.identity\"")[1].Split("define")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_chooses_to_have_no_sandbox()
    {
        using var schema = JsonDocument.Parse(Repository.Read($"{Chart}/values.schema.json"));
        var modes = schema.RootElement.GetProperty("properties").GetProperty("runner").GetProperty("properties").GetProperty("sandbox").GetProperty("properties").GetProperty("mode").GetProperty("enum");
        Assert.Equal(["workspace-write", "read-only", "external"], modes.EnumerateArray().Select(mode => mode.GetString()));
        Assert.Equal("workspace-write", Values.At("runner", "sandbox", "mode").Text());
    }

    private static YamlNode Workload(string part) => DeployFiles.Documents(HelmTemplate.Plain(Repository.Read($"{Chart}/templates/{part}.yaml")))[0];

    private static YamlNode Container(string part) => ((YamlSequenceNode)Workload(part).At("spec", "template", "spec", "containers")!)[0];

    private static IEnumerable<string> Leaves(YamlNode node, string path) => node is YamlMappingNode { Children.Count: > 0 }
        ? node.Entries().SelectMany(entry => Leaves(entry.Value, path.Length > 0 ? $"{path}.{entry.Key}" : entry.Key))
        : [path];
}
