using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Azure;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Azure.Provisioning.AppContainers;
using CodexA2A.AppHost.Settings;

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
        Assert.Equal(Fleet.ComposePort, model.Http(ResourceNames.Api).Port);
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

    private static Service Published(Model model, string name)
    {
        var service = new Service { Name = name };
        Assert.Single(model.Of<DockerComposeServiceCustomizationAnnotation>(name)).Configure(null!, service);
        return service;
    }
}
