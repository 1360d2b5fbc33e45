using CodexA2A.AppHost.Settings;

namespace CodexA2A.AppHost.Resources;

/// <summary>Where answers come from: OpenAI with a key or a login, or the scripted model, which then says so on card, tasks and probes.</summary>
internal static class ModelResource
{
    /// <summary>The model writes the Codex home that asks it; the runners read it from there.</summary>
    public static IResourceBuilder<ProjectResource> WritesCodexHome(this IResourceBuilder<ProjectResource> model, AppHostPlan plan)
    {
        var http = model.GetEndpoint(ResourceNames.Http);
        return model.WithArgs(context =>
        {
            context.Args.Add("--port");
            context.Args.Add(http.Property(EndpointProperty.TargetPort));
            context.Args.Add("--codex-home");
            context.Args.Add(DataFolder.Make(plan.ScriptedHome));
        });
    }

    /// <summary>Otherwise a person starts it in the dashboard.</summary>
    public static IResourceBuilder<ProjectResource> StartsOnlyIf(this IResourceBuilder<ProjectResource> resource, bool wanted) =>
        wanted ? resource : resource.WithExplicitStart();

    /// <summary>Key, Codex, its home and the workspace of the runners. All of this machine's share one home and one workspace; a deployment's have their image's.</summary>
    public static IResourceBuilder<ProjectResource> AsksModel(
        this IResourceBuilder<ProjectResource> runner, AppHostPlan plan, IResourceBuilder<ProjectResource> model, IResourceBuilder<ParameterResource> openAiKey)
    {
        runner.WithEnvironment(GivenNames.OpenAiKey, openAiKey);
        if (plan.SandboxMode is { } sandbox)
        {
            runner.WithEnvironment(GivenNames.SandboxMode, sandbox);
        }

        if (runner.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return runner;
        }

        runner.WithEnvironment(GivenNames.WorkspaceRoot, DataFolder.Make(plan.Workspace));
        if (plan.CodexExecutable is { } executable)
        {
            runner.WithEnvironment(GivenNames.CodexExecutable, executable);
        }

        if (plan.Scripted)
        {
            return runner.WaitFor(model)
                .WithEnvironment(GivenNames.CodexHome, plan.ScriptedHome)
                .WithEnvironment(GivenNames.CodexModel, ModelChoice.Scripted)
                .WithEnvironment(GivenNames.RunnerModelSource, ModelChoice.Scripted);
        }

        return plan.CodexHome is { } home ? runner.WithEnvironment(GivenNames.CodexHome, home) : runner;
    }

    /// <summary>The api says so when the model is scripted, and which sandbox the runners' commands have.</summary>
    public static IResourceBuilder<ProjectResource> NamesModel(this IResourceBuilder<ProjectResource> api, AppHostPlan plan)
    {
        if (plan.SandboxMode is { } sandbox)
        {
            api.WithEnvironment(GivenNames.ApiSandboxMode, sandbox);
        }

        return plan.Scripted ? api.WithEnvironment(GivenNames.ApiModelSource, ModelChoice.Scripted) : api;
    }
}
