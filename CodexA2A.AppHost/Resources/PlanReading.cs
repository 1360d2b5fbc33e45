using CodexA2A.AppHost.Settings;

namespace CodexA2A.AppHost.Resources;

/// <summary>What the AppHost decides before it names a resource.</summary>
internal static class PlanReading
{
    /// <summary>Reads the plan from configuration, and prints what it decided unasked.</summary>
    public static AppHostPlan ReadPlan(this IDistributedApplicationBuilder builder)
    {
        var plan = AppHostPlan.Read(
            key => builder.Configuration[key],
            builder.ExecutionContext.IsPublishMode,
            program => ProgramPath.Has(program, Environment.GetEnvironmentVariable("PATH")));
        foreach (var remark in plan.Remarks)
        {
            Console.WriteLine(remark);
        }

        return plan;
    }

    /// <summary>A token that is made at the first start and kept in the user secrets.</summary>
    public static IResourceBuilder<ParameterResource> AddGeneratedToken(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = Fleet.TokenLength, Special = false }, secret: true, persist: true);
}
