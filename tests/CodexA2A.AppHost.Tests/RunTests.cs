using System.Net;
using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using CodexA2A.AppHost.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.AppHost.Tests;

/// <summary>What a user sees after <c>dotnet run --project CodexA2A.AppHost</c>.</summary>
[Collection(RunningAppHost.OneAtATime)]
public sealed class RunTests(RunningAppHost host) : IClassFixture<RunningAppHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_streams_to_its_end()
    {
        using var client = host.Client();
        var (text, state) = ("", "");
        await foreach (var happened in client.StreamAsync("#text\nIt streams.", Token))
        {
            var artifact = happened["artifactUpdate"]?["artifact"];
            if ((string?)artifact?["name"] == "answer")
            {
                text += string.Concat(artifact!["parts"]!.AsArray().Select(part => (string?)part!["text"]));
            }

            state = (string?)happened["statusUpdate"]?["status"]?["state"] ?? state;
        }

        Assert.Equal(("It streams.", "TASK_STATE_COMPLETED"), (text, state));
    }

    [Fact]
    public async Task A_command_waits_for_approval_and_then_runs()
    {
        using var client = host.Client();
        var asked = await client.SendAsync("#escalate", Token);
        Assert.Equal("TASK_STATE_INPUT_REQUIRED", AgentClient.State(asked));

        var id = (string)asked["id"]!;
        await client.SendAsync("approve", Token, taskId: id);
        Assert.Equal("TASK_STATE_COMPLETED", AgentClient.State(await client.EndAsync(id, Token)));
    }

    [Fact]
    public async Task The_commands_of_the_api_send_a_message_and_show_the_card()
    {
        var api = host.App.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(resource => resource.Name == ResourceNames.Api);
        var commands = host.App.Services.GetRequiredService<ResourceCommandService>();

        var sent = await commands.ExecuteCommandAsync(api, ResourceNames.SendMessage, Token);
        Assert.True(sent.Success, sent.Message);
        var card = await commands.ExecuteCommandAsync(api, ResourceNames.ShowCard, Token);
        Assert.True(card.Success, card.Message);
    }

    [Fact]
    public async Task The_card_names_the_endpoints_of_the_api_and_gRPC_answers_at_its_own()
    {
        var grpc = host.App.GetEndpoint(ResourceNames.Api, ResourceNames.Grpc);
        using var http = host.App.CreateHttpClient(ResourceNames.Api, ResourceNames.Http);
        var card = JsonNode.Parse(await http.GetStringAsync(".well-known/agent-card.json", Token))!;
        var api = host.App.GetEndpoint(ResourceNames.Api, ResourceNames.Http);
        Assert.All(card["supportedInterfaces"]!.AsArray(), offered => Assert.Contains(
            (string?)offered!["protocolBinding"] == "GRPC" ? grpc.Authority : $"{api.Scheme}://{api.Authority}", (string)offered["url"]!, StringComparison.Ordinal));
        Assert.Contains(card["supportedInterfaces"]!.AsArray(), offered => (string?)offered!["protocolBinding"] == "GRPC");

        var link = host.Snapshot((await host.ReplicasAsync(ResourceNames.Api, Fleet.Apis, Token))[0]).Urls;
        Assert.Contains(link, url => url.Url.EndsWith("/.well-known/agent-card.json", StringComparison.Ordinal));

        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, grpc) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.SendAsync(request, Token);
        Assert.Equal(HttpVersion.Version20, answer.Version);
    }

    [Fact]
    public async Task A_runner_is_killed_under_a_turn_and_replaced_and_the_other_one_goes_on()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        using var client = host.Client();
        string? killed = null;
        JsonNode? recovery = null;
        var (task, state) = ("", "");
        try
        {
            // It says three words and then nothing more, so the turn runs when the first has come.
            await foreach (var happened in client.StreamAsync("#hang tokens=3", limit.Token))
            {
                if (killed is null && happened["artifactUpdate"] is not null)
                {
                    killed = await host.WorkingRunnerAsync(limit.Token);
                    await host.KillAsync(ResourceNames.Runner, killed, limit.Token);
                }

                task = (string?)happened["statusUpdate"]?["taskId"] ?? task;
                recovery = happened["statusUpdate"]?["metadata"]?["codex"]?["recovery"] ?? recovery;
                state = (string?)happened["statusUpdate"]?["status"]?["state"] ?? state;
            }

            // Codex was cut off and no command had begun.
            Assert.Equal("TURN_CONTINUED", (string?)recovery?["reason"]);
            // What follows is the scripted model's demo, which may want to write.
            for (var asked = 0; asked < 5 && state == "TASK_STATE_INPUT_REQUIRED"; asked++)
            {
                await client.SendAsync("approve", limit.Token, taskId: task);
                state = AgentClient.State(await client.EndAsync(task, limit.Token));
            }

            Assert.Equal("TASK_STATE_COMPLETED", state);
        }
        finally
        {
            // The other tests want both.
            if (killed is not null)
            {
                await host.StartAgainAsync(killed, Token);
            }
        }

        Assert.NotNull(killed);
    }

    [Fact]
    public async Task A_runner_is_drained_and_killed_and_replaced_and_the_other_one_goes_on()
    {
        using var client = host.Client();
        const string context = "ctx-replaced";
        Assert.Equal("TASK_STATE_COMPLETED", AgentClient.State(await client.SendAsync("#text\nThe word is heron.", Token, context)));

        foreach (var id in await host.ReplicasAsync(ResourceNames.Runner, Fleet.Runners, Token))
        {
            var drained = await host.RunAsync(id, ResourceNames.Drain, Token);
            Assert.True(drained.Success, drained.Message);
            await host.KillAsync(ResourceNames.Runner, id, Token);

            var next = await client.SendAsync("#history", Token, context);
            Assert.Equal("TASK_STATE_COMPLETED", AgentClient.State(next));
            Assert.Contains("heron", next.ToJsonString(), StringComparison.Ordinal);
            await host.StartAgainAsync(id, Token);
        }
    }
}
