using CodexA2A.Api;
using CodexA2A.ServiceDefaults;

var builder = ApiHosting.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddCodexA2AApi();

var app = builder.Build();
app.MapCodexA2AApi();
app.Run();
