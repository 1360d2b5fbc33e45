using CodexA2A.Architecture.Tests.Source;
using YamlDotNet.RepresentationModel;

namespace CodexA2A.Architecture.Tests.Deployment;

/// <summary>gRPC without TLS has one port in every form of deployment, and the way to it leads through what stands in front of the Apis.</summary>
public sealed class GrpcPortTests
{
    private const string Port = "8002";
    private const string Chart = "deploy/helm/codex-a2a/templates";
    private static readonly string Proxy = Repository.Read("deploy/docker/nginx.conf").Split("# gRPC")[1];
    private static readonly YamlNode Compose = DeployFiles.Yaml("deploy/compose.yaml").At("services")!;
    private static readonly IReadOnlyList<YamlNode> Api = DeployFiles.Documents(HelmTemplate.Plain(Repository.Read($"{Chart}/api.yaml")));

    private static int MessageLimit => int.Parse(DeployFiles.Default("A2A:RequestBodyMaxBytes"), System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Compose_brings_it_to_the_Apis()
    {
        Assert.Equal(Port, Compose.At("api", "environment", "A2A__GrpcPort").Text());
        Assert.Contains($"${{GRPC_LISTEN:-127.0.0.1:{Port}}}:8082", Compose.At("proxy", "ports").Texts());
        Assert.Contains("listen 8082;", Proxy, StringComparison.Ordinal);
        Assert.Contains("http2 on;", Proxy, StringComparison.Ordinal);
        Assert.Contains($"set $api api:{Port};", Proxy, StringComparison.Ordinal);
        Assert.Contains("grpc_pass grpc://$api;", Proxy, StringComparison.Ordinal);
        Assert.DoesNotContain("non_idempotent", Proxy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_card_says_what_the_operator_says() =>
        Assert.Equal("${GRPC_PUBLIC_URL:-}", Compose.At("api", "environment", "A2A__GrpcPublicUrl").Text());

    [Fact]
    public void A_message_may_be_as_large_as_a_body_and_has_five_bytes_before_it()
    {
        Assert.Contains($"client_max_body_size {MessageLimit + 5};", Proxy, StringComparison.Ordinal);
        Assert.Contains($"| default {MessageLimit} | int64 | add 5 |", Repository.Read($"{Chart}/api.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_chart_opens_it_in_pod_service_and_policy()
    {
        var container = ((YamlSequenceNode)Of("Deployment").At("spec", "template", "spec", "containers")!)[0];
        Assert.Contains(((YamlSequenceNode)container.At("env")!), variable => (variable.At("name").Text(), variable.At("value").Text()) == ("A2A__GrpcPort", Port));
        Assert.Contains(((YamlSequenceNode)container.At("env")!), variable => variable.At("name").Text() == "A2A__GrpcPublicUrl");
        Assert.Contains(((YamlSequenceNode)container.At("ports")!), port => (port.At("name").Text(), port.At("containerPort").Text()) == ("grpc", Port));
        Assert.Contains(((YamlSequenceNode)Of("Service").At("spec", "ports")!), port => (port.At("port").Text(), port.At("targetPort").Text(), port.At("appProtocol").Text()) == (Port, "grpc", "kubernetes.io/h2c"));
        var policy = DeployFiles.Documents(HelmTemplate.Plain(Repository.Read($"{Chart}/networkpolicy.yaml")))[0];
        Assert.Contains(((YamlSequenceNode)((YamlSequenceNode)policy.At("spec", "ingress")!)[0].At("ports")!), port => port.At("port").Text() == Port);
    }

    [Fact]
    public void Its_ingress_speaks_HTTP_2_and_leads_there()
    {
        var ingress = Api.Single(resource => resource.At("kind").Text() == "Ingress" && resource.At("metadata", "annotations", "nginx.ingress.kubernetes.io/backend-protocol").Text() == "GRPC");
        var path = ((YamlSequenceNode)((YamlSequenceNode)ingress.At("spec", "rules")!)[0].At("http", "paths")!)[0];
        Assert.Equal("grpc", path.At("backend", "service", "port", "name").Text());
        Assert.NotNull(ingress.At("spec", "tls"));
    }

    [Theory]
    [InlineData("deploy/docker/Dockerfile", "EXPOSE 8000 " + Port)]
    [InlineData("deploy/systemd/example.env", "#A2A_GRPC_PORT=" + Port)]
    [InlineData("docs/deployment.md", "A2A_GRPC_PORT=" + Port)]
    public void The_others_name_the_same(string file, string line) => Assert.Contains(line, Repository.Read(file), StringComparison.Ordinal);

    private static YamlNode Of(string kind) => Api.First(resource => resource.At("kind").Text() == kind);
}
