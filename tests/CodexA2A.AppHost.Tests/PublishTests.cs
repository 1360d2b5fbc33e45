using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Azure;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Testing;
using Azure.Provisioning.AppContainers;
using CodexA2A.AppHost.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CodexA2A.AppHost.Tests;

/// <summary>The model in publish mode: nothing is written.</summary>
public sealed class PublishTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deployment_has_no_scripted_model_and_no_process_for_Redis()
    {
        await using var model = await Model.BuildAsync(Token, "--operation", "publish");
        Assert.True(model[ResourceNames.Model].IsExcludedFromPublish());
        Assert.IsType<RedisResource>(model[ResourceNames.Redis]);
        Assert.DoesNotContain(model.Resources, resource => resource.Name == ResourceNames.RedisServer);
    }

    [Fact]
    public async Task Containers_listen_on_one_port_and_telemetry_is_off_until_it_has_an_address()
    {
        await using var model = await Model.BuildAsync(Token, "--operation", "publish");
        Assert.Equal(Fleet.ApiPort, model.Http(ResourceNames.Api).TargetPort);
        Assert.Equal(Fleet.RunnerPort, model.Http(ResourceNames.Runner).TargetPort);
        Assert.Equal("", await Assert.IsAssignableFrom<ParameterResource>(model[ParameterNames.OtlpEndpoint]).GetValueAsync(Token));
    }

    [Fact]
    public async Task For_compose_the_api_has_a_port_of_the_host_and_says_so_on_its_card()
    {
        await using var model = await Model.BuildAsync(Token, "--operation", "publish", "--Publish:Target=compose");
        var api = Published(model, ResourceNames.Api);
        Assert.Equal(["${LISTEN:-127.0.0.1:8000}:8080"], api.Ports);
        Assert.Equal("${PUBLIC_URL:-http://localhost:8000}", api.Environment[GivenNames.PublicUrl]);
        Assert.Equal("http://localhost:8000", await Assert.IsAssignableFrom<ParameterResource>(model[ParameterNames.PublicUrl]).GetValueAsync(Token));
        Assert.Contains(model.Resources, resource => resource.Name == "compose");
    }

    [Theory]
    [InlineData("workspace-write", 3)]
    [InlineData("external", 1)]
    public async Task For_compose_a_runner_may_take_its_time_to_stop_and_make_its_sandbox(string sandbox, int options)
    {
        await using var model = await Model.BuildAsync(Token, "--operation", "publish", "--Publish:Target=compose", $"--Codex:SandboxMode={sandbox}");
        var runner = Published(model, ResourceNames.Runner);
        Assert.Equal((Fleet.Runners, "60s", options), (runner.Deploy?.Replicas, runner.StopGracePeriod, runner.SecurityOpt.Count));
        Assert.Equal("60s", Published(model, ResourceNames.Api).StopGracePeriod);
    }

    [Theory]
    [InlineData(ResourceNames.Api)]
    [InlineData(ResourceNames.Runner)]
    public async Task For_Container_Apps_a_stop_may_take_as_long(string name)
    {
        await using var model = await Model.BuildAsync(Token, "--operation", "publish", "--Publish:Target=aca");
        var app = new ContainerApp("app") { Template = new ContainerAppTemplate() };
        Assert.Single(model.Of<AzureContainerAppCustomizationAnnotation>(name)).Configure(null!, app);
        Assert.Equal(Fleet.StopSeconds, app.Template.TerminationGracePeriodSeconds.Value);
    }

    [Fact]
    public async Task What_is_written_for_compose_starts_again_and_knows_its_Redis()
    {
        var output = Directory.CreateTempSubdirectory("codex-a2a-compose-");
        await using (var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.CodexA2A_AppHost>(
            [.. Model.Fixed, "--operation", "publish", "--step", "publish", "--output-path", output.FullName, "--Publish:Target=compose"], Token))
        await using (var app = await builder.BuildAsync(Token))
        {
            // The application asks itself to stop when all is written.
            var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(written.SetResult);
            await app.StartAsync(Token);
            await written.Task.WaitAsync(TimeSpan.FromMinutes(2), Token);
        }

        var compose = await File.ReadAllTextAsync(Path.Combine(output.FullName, "docker-compose.yaml"), Token);
        output.Delete(recursive: true);
        Assert.Equal(3, compose.Split("restart: \"unless-stopped\"").Length - 1);
        Assert.Contains("ConnectionStrings__redis: \"redis:6379,password=${REDIS_PASSWORD}\"", compose, StringComparison.Ordinal);
        Assert.Contains("--appendonly yes", compose, StringComparison.Ordinal);
        Assert.Contains(ComposePort.Mapping, compose, StringComparison.Ordinal);
        Assert.Contains(ComposePort.PublicUrl, compose, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manifest")]
    [InlineData("aca")]
    public async Task Elsewhere_the_card_names_the_ingress_which_has_TLS_and_gRPC_is_not_opened(string target)
    {
        await using var model = await Model.BuildAsync(Token, ["--operation", "publish", .. target == "manifest" ? Array.Empty<string>() : [$"--Publish:Target={target}"]]);
        Assert.Equal("{api.bindings.https.url}", (await model.PublishedEnvironmentAsync(ResourceNames.Api))[GivenNames.PublicUrl]);
        Assert.DoesNotContain(model.Of<EndpointAnnotation>(ResourceNames.Api), endpoint => endpoint.Name == ResourceNames.Grpc);
    }

    private static Service Published(Model model, string name)
    {
        var service = new Service { Name = name };
        Assert.Single(model.Of<DockerComposeServiceCustomizationAnnotation>(name)).Configure(null!, service);
        return service;
    }
}
