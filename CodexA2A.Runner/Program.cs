using CodexA2A.Runner;
using CodexA2A.ServiceDefaults;
using CodexA2A.ServiceDefaults.Hosting;
using CodexA2A.Tasks.Redis;

return await ServiceRun.RunAsync(() =>
{
    var builder = ServiceRun.CreateBuilder(args);
    builder.AddServiceDefaults("codex-a2a-runner");
    builder.Services.AddRedisSeam();
    builder.AddCodexA2ARunner();
    return builder.Build().MapCodexA2ARunner();
});
