using System.Globalization;
using Aspire.Hosting.Docker.Resources;
using CodexA2A.AppHost.Settings;

namespace CodexA2A.AppHost.Publishing;

/// <summary>What a deployment needs and this machine does not. Nothing here has an effect in run mode.</summary>
internal static class Deployment
{
    private static readonly string[] Schemes = ["http", "https"];

    private static readonly string StopPeriod = string.Create(CultureInfo.InvariantCulture, $"{Fleet.StopSeconds}s");

    /// <summary>Adds the environment that is deployed to (<c>Publish:Target</c>), and fits api and runner to it.</summary>
    public static void PublishFor(
        this IDistributedApplicationBuilder builder, AppHostPlan plan, IResourceBuilder<ProjectResource> api, IResourceBuilder<ProjectResource> runner)
    {
        if (!builder.ExecutionContext.IsPublishMode)
        {
            return;
        }

        var otlp = builder.AddParameter(
            ParameterNames.OtlpEndpoint, () => builder.Configuration[ParameterNames.Key(ParameterNames.OtlpEndpoint)] ?? "", publishValueAsDefault: true);
        api.ListensInContainer(Fleet.ApiPort);
        runner.ListensInContainer(Fleet.RunnerPort);
        // TLS is the ingress's, or that of the proxy before the port of the host.
        api.WithEnvironment(GivenNames.BehindProxy, "true");
        foreach (var service in new[] { api, runner })
        {
            // Empty means no telemetry: Api and Runner then leave it off.
            service.WithEnvironment(GivenNames.OtlpEndpoint, otlp);
            if (plan.Redis.Mode == RedisMode.Container)
            {
                // It has a password and is reached on the deployment's own network only, but without TLS.
                service.WithEnvironment(GivenNames.AllowInsecureRedis, "true");
            }
        }

        // The context is the repository.
        runner.PublishAsDockerFile(image => image.WithDockerfile("..", Fleet.Dockerfile, Fleet.RunnerStage));

        switch (plan.Target)
        {
            case PublishTarget.Compose:
                builder.AddDockerComposeEnvironment("compose").WithDashboard(enabled: false).ConfigureComposeFile(StartsAgain);
                api.OpensHostPort(builder);
                runner.FitsCompose(Fleet.Runners, ComposeSecurity.Of(plan.SandboxMode, Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", Fleet.SeccompProfile))));
                break;
            case PublishTarget.ContainerApps:
                // The number of replicas is its minimum by itself.
                builder.AddAzureContainerAppEnvironment("aca");
                // Its own 30 s are less than a drain and what follows.
                api.PublishAsAzureContainerApp((_, app) => app.Template.TerminationGracePeriodSeconds = Fleet.StopSeconds);
                runner.PublishAsAzureContainerApp((_, app) => app.Template.TerminationGracePeriodSeconds = Fleet.StopSeconds);
                break;
        }
    }

    /// <summary>One port, known beforehand: some publishers leave HTTP_PORTS empty, and then only the container itself could connect.</summary>
    private static void ListensInContainer(this IResourceBuilder<ProjectResource> service, int port)
    {
        foreach (var scheme in Schemes)
        {
            service.WithEndpoint(scheme, endpoint => endpoint.TargetPort = port, createIfNotExists: false);
        }

        service.WithEnvironment(GivenNames.HttpPorts, port.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Compose's publisher leaves the number of replicas out, and knows neither how long a stop takes nor what Codex's sandbox needs.</summary>
    private static void FitsCompose(this IResourceBuilder<ProjectResource> service, int replicas, IReadOnlyList<string> security) =>
        service.PublishAsDockerComposeService((_, published) =>
        {
            published.Deploy = new() { Replicas = replicas };
            published.StopGracePeriod = StopPeriod;
            published.SecurityOpt.AddRange(security);
        });

    /// <summary>Compose leaves alone what has ended, unless it is told.</summary>
    private static void StartsAgain(ComposeFile file)
    {
        foreach (var service in file.Services.Values)
        {
            service.Restart = "unless-stopped";
        }
    }

    /// <summary>
    /// A port of the host belongs to one container, so there is one Api. It is open to this machine only, as in deploy/compose.yaml, until
    /// something with TLS stands before it. From outside its name leads nowhere; the card names the address of that port, or the parameter.
    /// </summary>
    private static void OpensHostPort(this IResourceBuilder<ProjectResource> api, IDistributedApplicationBuilder builder)
    {
        foreach (var scheme in Schemes)
        {
            // A port that is not named becomes a variable.
            api.WithEndpoint(scheme, endpoint => endpoint.Port = Fleet.ComposePort, createIfNotExists: false);
        }

        api.WithEnvironment(
            GivenNames.PublicUrl,
            builder.AddParameter(
                ParameterNames.PublicUrl,
                () => builder.Configuration[ParameterNames.Key(ParameterNames.PublicUrl)] ?? ComposePort.Url,
                publishValueAsDefault: true));
        api.PublishAsDockerComposeService((_, published) =>
        {
            published.Ports = [ComposePort.Mapping];
            // The file of values comes empty, and an empty address would leave the card with the container's own.
            published.Environment[GivenNames.PublicUrl] = ComposePort.PublicUrl;
            published.StopGracePeriod = StopPeriod;
        });
    }
}
