using CodexA2A.AppHost.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.AppHost.Resources;

/// <summary>Redis: a container, a process of this machine, or one that is there already.</summary>
internal static class TaskStore
{
    private const string Endpoint = "tcp";
    private const string HealthCheck = "redis_server_check";

    /// <summary>What keeps accepted turns when Redis restarts; a snapshot alone would lose the last ones.</summary>
    private static readonly string[] AppendOnly = ["--appendonly", "yes"];

    /// <summary>Adds the resource <c>redis</c> in the form that the plan names.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddTaskStore(this IDistributedApplicationBuilder builder, AppHostPlan plan) =>
        plan.Redis.Mode switch
        {
            RedisMode.External => builder.AddConnectionString(ResourceNames.Redis),
            RedisMode.Executable => builder.AddRedisProcess(builder.AddRedisPassword(), plan.RedisData),
            _ => builder.AddRedisContainer(builder.AddRedisPassword(), plan.RedisInsight),
        };

    private static IResourceBuilder<RedisResource> AddRedisContainer(
        this IDistributedApplicationBuilder builder, IResourceBuilder<ParameterResource> password, bool insight)
    {
        var redis = builder.AddRedis(ResourceNames.Redis, password: password)
            .WithDataVolume()
            .WithPersistence(TimeSpan.FromSeconds(30), keysChangedThreshold: 1)
            .WithArgs(AddAppendOnly);
        return insight ? redis.WithRedisInsight() : redis;
    }

    /// <summary>A deployment starts Redis by one line of the shell (<c>-c "redis-server …"</c>); what stands after that line, Redis never sees.</summary>
    private static void AddAppendOnly(CommandLineArgsCallbackContext context)
    {
        if (context.ExecutionContext.IsPublishMode && context.Args is [.., string line])
        {
            context.Args[^1] = $"{line} {string.Join(' ', AppendOnly)}";
            return;
        }

        foreach (var argument in AppendOnly)
        {
            context.Args.Add(argument);
        }
    }

    private static IResourceBuilder<IResourceWithConnectionString> AddRedisProcess(
        this IDistributedApplicationBuilder builder, IResourceBuilder<ParameterResource> password, string dataFolder)
    {
        var server = builder.AddExecutable(ResourceNames.RedisServer, ResourceNames.RedisServer, workingDirectory: ".")
            .WithEndpoint(name: Endpoint, scheme: "redis", env: "REDIS_SERVER_PORT");
        var tcp = server.GetEndpoint(Endpoint);
        server.WithArgs(context =>
        {
            object[] arguments =
            [
                "--port", tcp.Property(EndpointProperty.TargetPort),
                "--bind", "127.0.0.1",
                "--requirepass", password.Resource,
                "--dir", DataFolder.Make(dataFolder),
                .. AppendOnly,
            ];
            foreach (var argument in arguments)
            {
                context.Args.Add(argument);
            }
        });
        var address = ReferenceExpression.Create($"{tcp.Property(EndpointProperty.HostAndPort)},password={password.Resource}");

        // A connection string has no health check of its own, so whoever waits for it waits for the process to answer.
        string? known = null;
        builder.Services.AddHealthChecks().AddRedis(_ => known ?? throw new InvalidOperationException("Redis has no address yet."), name: HealthCheck);
        server.WithHealthCheck(HealthCheck)
            .OnBeforeResourceStarted(async (_, _, cancellationToken) => known = await address.GetValueAsync(cancellationToken));
        return builder.AddConnectionString(ResourceNames.Redis, address).WithParentRelationship(server).WaitFor(server);
    }

    private static IResourceBuilder<ParameterResource> AddRedisPassword(this IDistributedApplicationBuilder builder) =>
        builder.AddGeneratedToken(ParameterNames.RedisPassword);
}
