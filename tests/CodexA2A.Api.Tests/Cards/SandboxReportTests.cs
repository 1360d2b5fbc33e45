using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Cards;

public sealed class SandboxReportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task The_extended_card_says_what_a_runner_found(string report, string? holds)
    {
        await using var host = await ApiHost.StartAsync();
        await using var serving = await host.Services.GetRequiredService<IControlCalls>().ServeAsync(
            new RunnerIdentity("runner", "home") { Serves = ServedOwners.Only([new("", "somebody")]) }, ["codex.sandbox.report"], (_, _) => Task.FromResult(ControlReply.Of(JsonNode.Parse(report)!.AsObject())), Token);

        var card = (await host.CallAsync(new Call(Methods.GetExtendedAgentCard, []), Binding.Rest)).Json!;
        var found = card["capabilities"]!["extensions"]!.AsArray().Single(item => ((string)item!["uri"]!).Contains("sandbox-report", StringComparison.Ordinal))!["params"]!;

        Assert.Equal(holds, (string?)found["holds"]);
        Assert.NotNull(found["answers"]);
        Assert.Null(found["number"]);
    }

    public static TheoryData<string, string?> Reports => new()
    {
        { """{"mode":"workspace-write","holds":"yes","number":1,"empty":""}""", "yes" },
        { "{}", null },
    };
}
