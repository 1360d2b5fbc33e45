//  A2A client ──HTTP──▶ api ──▶ redis ◀── runner ──▶ codex app-server ──▶ OpenAI, or model
//
// Api and runner are processes of their own, with their tasks in Redis (docs/operations.md, "A fleet").
// The codex-a2a command hosts the two in one process without it.

#pragma warning disable ASPIREPROBES001 // Probes are still marked experimental; a liveness probe is what restarts a process that hangs.

using CodexA2A.AppHost.Commands;
using CodexA2A.AppHost.Publishing;
using CodexA2A.AppHost.Resources;
using CodexA2A.AppHost.Settings;

var builder = DistributedApplication.CreateBuilder(args);
var plan = builder.ReadPlan();

var token = builder.AddGeneratedToken(ParameterNames.Token);
var management = builder.AddGeneratedToken(ParameterNames.ManagementToken);
var openAiKey = builder.AddParameter(ParameterNames.OpenAiKey, () => plan.OpenAiKey, secret: true);

var redis = builder.AddTaskStore(plan);

var model = builder.AddProject<Projects.CodexA2A_ScriptedModel>(ResourceNames.Model, launchProfileName: null)
    .WithHttpEndpoint(name: ResourceNames.Http, env: "MODEL_PORT")
    .WritesCodexHome(plan)
    .WithHttpHealthCheck("/ready", statusCode: 200, endpointName: ResourceNames.Http)
    .StartsOnlyIf(plan.Scripted)
    .ExcludeFromManifest();

var runner = builder.AddProject<Projects.CodexA2A_Runner>(ResourceNames.Runner, launchProfileName: "http")
    .WithReference(redis).WaitFor(redis)
    .WithReplicas(Fleet.Runners)
    .AsksModel(plan, model, openAiKey)
    .WithEnvironment(GivenNames.ManagementToken, management)
    .WithHttpHealthCheck("/ready", statusCode: 200, endpointName: ResourceNames.Http)
    .WithHttpProbe(ProbeType.Liveness, "/alive", endpointName: ResourceNames.Http)
    .WithDrainCommand(management);

var api = builder.AddProject<Projects.CodexA2A_Api>(ResourceNames.Api, launchProfileName: "http")
    .WithReference(redis).WaitFor(redis)
    .WithReplicas(Fleet.Apis)
    .NamesModel(plan)
    .WithEnvironment(GivenNames.BearerToken, token)
    .WithHttpHealthCheck("/ready", statusCode: 200, endpointName: ResourceNames.Http)
    .WithHttpProbe(ProbeType.Liveness, "/alive", endpointName: ResourceNames.Http)
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint(ResourceNames.Http, url => { url.DisplayText = "Agent card"; url.Url = "/.well-known/agent-card.json"; })
    .WithSendCommand(token, plan)
    .WithCardCommand()
    .NamesItself();

builder.PublishFor(plan, api, runner);

builder.Build().Run();
