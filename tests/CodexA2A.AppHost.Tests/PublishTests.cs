using Aspire.Hosting.ApplicationModel;
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
        Assert.All([ResourceNames.Api, ResourceNames.Runner], name => Assert.Equal(Fleet.ContainerPort, model.Http(name).TargetPort));
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
}
