using CodexA2A.Api;
using CodexA2A.ServiceDefaults;
using CodexA2A.ServiceDefaults.Hosting;
using CodexA2A.Tasks.Redis;

return await ServiceRun.RunAsync(() =>
{
    var builder = ServiceRun.CreateBuilder(args);
    builder.AddServiceDefaults("codex-a2a-api");
    builder.Services.AddRedisSeam();
    builder.AddCodexA2AApi();
    return builder.Build().MapCodexA2AApi();
});
