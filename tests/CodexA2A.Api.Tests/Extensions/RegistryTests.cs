using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Extensions;

public sealed class RegistryTests
{
    private static Dictionary<string, string?> AllOn => new() { ["A2A:EnableReviewControl"] = "true", ["A2A:EnableSessionShell"] = "true", ["A2A:EnableExecControl"] = "true" };

    [Theory]
    [InlineData("A2A:EnableTurnControl", "turn-control", "codex.turns.steer")]
    [InlineData("A2A:EnableReviewControl", "review-control", "codex.review.start")]
    [InlineData("A2A:EnableSessionShell", "session-shell", "codex.sessions.shell")]
    public async Task What_is_off_is_on_no_card_and_not_served(string setting, string extension, string method)
    {
        foreach (var on in new[] { false, true })
        {
            await using var host = await ApiHost.StartAsync(new() { [setting] = on ? "true" : "false" });
            var extended = (await host.CallAsync(new Call(Methods.GetExtendedAgentCard, []), Binding.Rest)).Json!;
            // These say what is off, and how it is turned on.
            Of(extended, KnownExtensions.WireContract).AsObject().Clear();
            Of(extended, KnownExtensions.CompatibilityProfile).AsObject().Clear();
            var card = extended.ToJsonString();
            Assert.Equal(on, card.Contains($"urn:codex-a2a:extension:{extension}:v1", StringComparison.Ordinal));
            Assert.Equal(on, card.Contains(method, StringComparison.Ordinal));
            Assert.Equal(on ? "INVALID_PARAMS" : "METHOD_NOT_SUPPORTED", (await host.CallAsync(new Call(method, []))).Reason);
        }
    }

    [Fact]
    public async Task Every_method_of_the_registry_is_served_and_every_method_of_ours_is_in_it()
    {
        await using var host = await ApiHost.StartAsync(AllOn);
        var answer = await host.CallAsync(new Call("codex.nope", []));
        var served = ((string)answer.Details![0]!["metadata"]!["supported_methods"]!).Split(", ");
        Assert.Equal(served.Order(StringComparer.Ordinal), KnownExtensions.All.SelectMany(known => known.Methods).Order(StringComparer.Ordinal));
        Assert.All(served, method => Assert.NotNull(host.Services.GetRequiredService<RpcMethods>().Get(method)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_contract_on_the_card_is_what_is_served(bool on)
    {
        await using var host = await ApiHost.StartAsync(on ? AllOn : []);
        var card = (await host.CallAsync(new Call(Methods.GetExtendedAgentCard, []), Binding.Rest)).Json!;
        var contract = Of(card, KnownExtensions.WireContract);
        var served = ((string)(await host.CallAsync(new Call("codex.nope", []))).Details![0]!["metadata"]!["supported_methods"]!).Split(", ");
        Assert.Equal(served, Texts(contract["extensions"]!["jsonrpc_methods"]).Order(StringComparer.Ordinal));
        Assert.Equal(card["capabilities"]!["extensions"]!.AsArray().Select(one => (string)one!["uri"]!), Texts(contract["extensions"]!["extension_uris"]));
        Assert.Equal(on ? null : "A2A:EnableExecControl", (string?)contract["extensions"]!["conditionally_available_methods"]?["codex.exec.start"]?["toggle"]);
        var rpc = host.Services.GetRequiredService<RpcMethods>();
        Assert.All(Texts(contract["core"]!["jsonrpc_methods"]), method => Assert.NotNull(rpc.Get(method)));
        Assert.Equal(on ? "enabled" : "disabled", (string?)Of(card, KnownExtensions.CompatibilityProfile)["runtime_features"]!["exec_control"]);
    }

    /// <summary>What the settings turn off is named by its setting, so that a card can say what would turn it on.</summary>
    [Fact]
    public void What_can_be_off_names_its_setting() => Assert.All(KnownExtensions.All, known =>
        Assert.Equal(known.IsOn(new A2AOptions { EnableTurnControl = false }) ? null : $"A2A:Enable{string.Concat(known.Uri.Split(':')[^2].Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))}", known.Setting));

    [Fact]
    public void A_skill_is_done_by_methods_of_an_extension() =>
        Assert.All(KnownSkills.All.SelectMany(known => known.Methods), method => Assert.NotNull(KnownExtensions.OfMethod(method)));

    [Fact]
    public void No_name_is_given_twice()
    {
        var names = KnownExtensions.All.SelectMany(known => new[] { known.Uri, known.Alias }).OfType<string>().ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(KnownSkills.All.Select(known => known.Skill.Id).Distinct(), KnownSkills.All.Select(known => known.Skill.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_card_says_survives_every_client_that_verifies_it(bool extended)
    {
        await using var host = await ApiHost.StartAsync(AllOn);
        var card = extended
            ? (await host.CallAsync(new Call(Methods.GetExtendedAgentCard, []), Binding.Rest)).Json!
            : JsonNode.Parse(await host.Http.GetStringAsync("/.well-known/agent-card.json", TestContext.Current.CancellationToken))!;
        var on = new A2AOptions { EnableReviewControl = true, EnableSessionShell = true, EnableExecControl = true };
        Assert.Equal(KnownSkills.OnCard(on, extended).Select(skill => skill.Id), card["skills"]!.AsArray().Select(skill => (string)skill!["id"]!));
        Assert.Equal(
            KnownExtensions.All.Where(known => known.IsOn(on) && (extended || !known.OnExtendedCardOnly)).Select(known => known.Uri),
            card["capabilities"]!["extensions"]!.AsArray().Select(one => (string)one!["uri"]!));
        Assert.All(Values(card), value =>
        {
            Assert.NotEqual(System.Text.Json.JsonValueKind.Number, value.GetValueKind());
            Assert.DoesNotContain(value.ToString(), c => c is < ' ' or > '~');
            Assert.NotEmpty(value.ToString());
        });
    }

    [Fact]
    public async Task The_card_promises_what_is_configured()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:Seam:EndedLogRetention"] = "00:30:00", ["A2A:Seam:RunningEvents"] = "500", ["A2A:Seam:SubmitRetention"] = "2.00:00:00" });
        var card = JsonNode.Parse(await host.Http.GetStringAsync("/.well-known/agent-card.json", TestContext.Current.CancellationToken))!;
        var extensions = card["capabilities"]!["extensions"]!.AsArray();
        var replay = extensions.Single(one => (string)one!["uri"]! == KnownExtensions.EventReplay.Uri)!["params"]!;
        Assert.Equal(("Last-Event-ID", "last-event-id"), ((string)replay["header"]!, (string)replay["grpc_metadata"]!));
        Assert.Equal(("500", "PT30M"), ((string)replay["retention"]!["running_task_events"]!, (string)replay["retention"]!["ended_task"]!));
        Assert.Equal("P2D", (string)extensions.Single(one => (string)one!["uri"]! == KnownExtensions.Idempotency.Uri)!["params"]!["retention"]!);
    }

    private static JsonNode Of(JsonNode card, KnownExtension extension) =>
        card["capabilities"]!["extensions"]!.AsArray().Single(one => (string)one!["uri"]! == extension.Uri)!["params"]!;

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(text => (string)text!);

    private static IEnumerable<JsonValue> Values(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Values(member.Value)),
        JsonArray items => items.SelectMany(Values),
        JsonValue value => [value],
        _ => throw new InvalidOperationException("a null"),
    };
}
