#pragma warning disable ASPIREPROBES001 // Probes are still marked experimental.

using Aspire.Hosting.ApplicationModel;
using CodexA2A.AppHost.Settings;

namespace CodexA2A.AppHost.Tests;

/// <summary>The model in run mode: nothing is started.</summary>
public sealed class ModelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_has_redis_runners_apis_and_the_scripted_model_which_the_runners_wait_for()
    {
        await using var model = await Model.BuildAsync(Token);

        Assert.Contains(ResourceNames.Redis, model.WaitsFor(ResourceNames.Runner));
        Assert.Contains(ResourceNames.Model, model.WaitsFor(ResourceNames.Runner));
        Assert.Contains(ResourceNames.Redis, model.WaitsFor(ResourceNames.Api));
        Assert.Contains(ResourceNames.RedisServer, model.WaitsFor(ResourceNames.Redis));
        Assert.Equal(Fleet.Runners, Assert.Single(model.Of<ReplicaAnnotation>(ResourceNames.Runner)).Replicas);
        Assert.Equal(Fleet.Apis, Assert.Single(model.Of<ReplicaAnnotation>(ResourceNames.Api)).Replicas);
        Assert.Empty(model.Of<ExplicitStartupAnnotation>(ResourceNames.Model));
    }

    [Theory]
    [InlineData("--Parameters:openai-api-key=sk-test")]
    [InlineData("--Codex:Home=somewhere")]
    public async Task With_a_key_or_a_Codex_home_the_scripted_model_waits_for_a_person(string argument)
    {
        await using var model = await Model.BuildAsync(Token, argument);

        Assert.Single(model.Of<ExplicitStartupAnnotation>(ResourceNames.Model));
        Assert.DoesNotContain(ResourceNames.Model, model.WaitsFor(ResourceNames.Runner));
    }

    [Fact]
    public async Task Only_the_api_is_open_to_the_outside()
    {
        await using var model = await Model.BuildAsync(Token);

        Assert.True(model.Http(ResourceNames.Api).IsExternal);
        Assert.False(model.Http(ResourceNames.Runner).IsExternal);
        Assert.False(model.Http(ResourceNames.Model).IsExternal);
    }

    [Theory]
    [InlineData(ParameterNames.Token, Model.ApiToken)]
    [InlineData(ParameterNames.ManagementToken, Model.ManagementToken)]
    [InlineData(ParameterNames.RedisPassword, "redis0123456789abcdef")]
    [InlineData(ParameterNames.OpenAiKey, "")]
    public async Task Parameters_are_secret_and_none_keeps_the_start_waiting(string name, string value)
    {
        await using var model = await Model.BuildAsync(Token);
        var parameter = Assert.IsAssignableFrom<ParameterResource>(model[name]);
        Assert.True(parameter.Secret);
        Assert.Equal(value, await parameter.GetValueAsync(Token));
    }

    [Theory]
    [InlineData(ResourceNames.Runner)]
    [InlineData(ResourceNames.Api)]
    public async Task Runner_and_api_are_asked_whether_they_are_ready_and_alive(string name)
    {
        await using var model = await Model.BuildAsync(Token);
        var probe = Assert.IsType<EndpointProbeAnnotation>(Assert.Single(model.Of<ProbeAnnotation>(name)));
        Assert.Equal((ProbeType.Liveness, "/alive"), (probe.Type, probe.Path));
        // One of its own, and the one that a probe brings along.
        Assert.Equal(2, model.Of<HealthCheckAnnotation>(name).Count);
    }

    [Fact]
    public async Task The_api_has_an_endpoint_of_its_own_for_gRPC()
    {
        await using var model = await Model.BuildAsync(Token);
        Assert.Equal([ResourceNames.Http, ResourceNames.Grpc], model.Of<EndpointAnnotation>(ResourceNames.Api).Select(endpoint => endpoint.Name));
    }

    [Fact]
    public async Task The_dashboard_has_a_command_for_each_of_them()
    {
        await using var model = await Model.BuildAsync(Token);
        Assert.Contains(model.Of<ResourceCommandAnnotation>(ResourceNames.Runner), command => command.Name == ResourceNames.Drain);
        Assert.Contains(model.Of<ResourceCommandAnnotation>(ResourceNames.Api), command => command.Name == ResourceNames.SendMessage);
        Assert.Contains(model.Of<ResourceCommandAnnotation>(ResourceNames.Api), command => command.Name == ResourceNames.ShowCard);
    }

    [Fact]
    public async Task As_a_container_Redis_keeps_its_data_in_a_volume()
    {
        await using var model = await Model.BuildAsync(Token, "--Redis:Mode=container");
        Assert.IsType<RedisResource>(model[ResourceNames.Redis]);
        Assert.Equal("/data", Assert.Single(model.Of<ContainerMountAnnotation>(ResourceNames.Redis)).Target);
        Assert.DoesNotContain(model.Resources, resource => resource.Name == ResourceNames.RedisServer);
    }

    [Fact]
    public async Task One_that_is_there_already_is_only_named()
    {
        await using var model = await Model.BuildAsync(Token, "--Redis:Mode=external", "--ConnectionStrings:redis=localhost:6379");
        var redis = Assert.IsAssignableFrom<IResourceWithConnectionString>(model[ResourceNames.Redis]);
        Assert.Equal("localhost:6379", await redis.GetConnectionStringAsync(Token));
        Assert.DoesNotContain(model.Resources, resource => resource is RedisResource || resource.Name == ResourceNames.RedisServer);
    }
}
