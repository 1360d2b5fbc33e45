using CodexA2A.Api;
using CodexA2A.ServiceDefaults;

var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddServiceDefaults();
builder.AddCodexA2AApi();

var app = builder.Build();
app.MapCodexA2AApi();
app.Run();
