using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Pages;

/// <summary>What the pages let people paste works, and what they show is what comes.</summary>
public sealed partial class ClientPageTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_of_the_page_for_clients_is_answered_as_it_shows()
    {
        Directory.CreateDirectory(Path.Combine(shared.Stage.Folder.Workspace, "docs"));
        var blocks = PageExamples.Of("docs/clients.md").Where(block => block.Language.Length > 0).ToList();
        var (function, examples) = (blocks[0], blocks.Skip(1).Chunk(2).ToList());
        Assert.True(examples.Count > 15);
        var ids = new Dictionary<string, string?>();
        foreach (var example in examples)
        {
            Assert.True(example is [{ Language: "sh" or "grpcurl" }, { Language: "json" or "sse" }], $"line {example[0].Line}: a request, then its answer");
            var output = example[0].Language == "sh"
                ? (await BashAsync(function.Text + example[0].Text, ids)).Output
                : await Grpcurl.RunAsync(example[0].Text, await GrpcAsync(), ServiceProcess.Token, Token);
            var came = Documents(output);
            foreach (var shown in Documents(example[1].Text))
            {
                Assert.True(
                    came.Any(one => Resemblance.Difference(shown, one) is null),
                    $"line {example[1].Line}: {Resemblance.Difference(shown, came.FirstOrDefault())}\nshown: {shown.ToJsonString()}\ncame: {output}");
            }

            Keep(ids, "TASK", TaskId().Match(output));
            Keep(ids, "CONTEXT", ContextId().Match(output));
            Keep(ids, "REQUEST", RequestId().Match(output));
        }
    }

    [Fact]
    public async Task What_the_README_lets_people_paste_works()
    {
        var pasted = PageExamples.Of("README.md").Single(block => block.Text.Contains("curl -N", StringComparison.Ordinal)).Text
            .Replace("http://127.0.0.1:8000", "$A2A", StringComparison.Ordinal).Replace("export A2A_TOKEN=…\n", "", StringComparison.Ordinal);
        // Single quotes end the shell's reach; the address is outside them.
        var run = await BashAsync(pasted, new Dictionary<string, string?>());
        Assert.Equal(2, run.Output.Split("\"TASK_STATE_COMPLETED\"").Length - 1);
        Assert.DoesNotContain("\"error\"", run.Output, StringComparison.Ordinal);
    }

    // Where the card says that it is.
    private async Task<string> GrpcAsync()
    {
        using var http = new HttpClient { BaseAddress = shared.Stage.Service.Address };
        var card = JsonNode.Parse(await http.GetStringAsync(".well-known/agent-card.json", Token))!;
        return (string)card["supportedInterfaces"]!.AsArray().Single(one => (string?)one!["protocolBinding"] == "GRPC")!["url"]!;
    }

    private async Task<ToolRun> BashAsync(string script, IReadOnlyDictionary<string, string?> ids)
    {
        var run = await ToolRun.RunAsync("bash", ["-euc", script], new Dictionary<string, string?>(ids)
        {
            ["A2A"] = shared.Stage.Service.Address.GetLeftPart(UriPartial.Authority),
            ["A2A_TOKEN"] = ServiceProcess.Token,
        }, Token);
        Assert.True(run.ExitCode == 0, $"{script}\n{run}");
        return run;
    }

    /// <summary>One document, or the data lines of a stream.</summary>
    private static List<JsonNode> Documents(string text) => text.Contains("data: ", StringComparison.Ordinal)
        ? [.. text.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line["data: ".Length..])!)]
        : [JsonNode.Parse(text)!];

    private static void Keep(Dictionary<string, string?> ids, string name, Match found)
    {
        if (found.Success)
        {
            ids[name] = found.Groups[1].Value;
        }
    }

    [GeneratedRegex("\"id\":\"(p[0-9]+-[^\"]+)\"")]
    private static partial Regex TaskId();

    [GeneratedRegex("\"contextId\":\"([^\"]+)\"")]
    private static partial Regex ContextId();

    [GeneratedRegex("\"request_id\":\"([^\"]+)\"")]
    private static partial Regex RequestId();
}
