using Aspire.Hosting.ApplicationModel;
using CodexA2A.AppHost.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.AppHost.Tests;

/// <summary>What a user sees after <c>dotnet run --project CodexA2A.AppHost</c>.</summary>
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
            await host.StartAgainAsync(ResourceNames.Runner, id, Token);
        }
    }
}
