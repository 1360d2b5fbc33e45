//  A2A client ──HTTP──▶ api ──▶ redis ◀── runner ──▶ codex app-server
//
// Api and runner are processes of their own, with their tasks in Redis (docs/operations.md, "A fleet").
// The codex-a2a command hosts the two in one process without it.

#pragma warning disable ASPIREPROBES001 // Probes are still marked experimental; a liveness probe is what restarts a process that hangs.

var builder = DistributedApplication.CreateBuilder(args);

var token = builder.AddParameter("a2a-token",
    new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);

// The append-only file is what keeps accepted turns when Redis restarts; the snapshot alone would lose the last ones.
var redis = builder.AddRedis("redis")
    .WithDataVolume()
    .WithPersistence(TimeSpan.FromSeconds(30), keysChangedThreshold: 1)
    .WithArgs("--appendonly", "yes");

builder.AddProject<Projects.CodexA2A_Runner>("runner", launchProfileName: "http")
    .WithReference(redis).WaitFor(redis)
    .WithHttpHealthCheck("/ready", statusCode: 200, endpointName: "http")
    .WithHttpProbe(ProbeType.Liveness, "/alive", endpointName: "http");

var api = builder.AddProject<Projects.CodexA2A_Api>("api", launchProfileName: "http")
    .WithReference(redis).WaitFor(redis)
    .WithEnvironment("A2A__BearerToken", token)
    .WithHttpHealthCheck("/ready", statusCode: 200, endpointName: "http")
    .WithHttpProbe(ProbeType.Liveness, "/alive", endpointName: "http")
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", url => { url.DisplayText = "Agent card"; url.Url = "/.well-known/agent-card.json"; });

api.WithEnvironment("A2A__PublicUrl", api.GetEndpoint("http"));

builder.Build().Run();
