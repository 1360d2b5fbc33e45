using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Extensions;

public sealed class NegotiationTests
{
    private const string Hints = "urn:codex-a2a:extension:stream-hints:v1";
    private const string OldHints = "urn:a2a:stream-hints/v1";
    private const string Interrupt = "urn:codex-a2a:extension:interactive-interrupt:v1";

    private const string Everything = """
        [{"scheme":"bearer","principal":"root","token":"everything-token","capabilities":["read","send","control","review","exec","answer","admin"]}]
        """;

    [Theory]
    [InlineData(Binding.JsonRpc, null, false)]
    [InlineData(Binding.Rest, null, false)]
    [InlineData(Binding.JsonRpc, Interrupt, false)]
    [InlineData(Binding.JsonRpc, Hints, true)]
    [InlineData(Binding.Rest, OldHints + ", urn:other", true)]
    public async Task A_required_extension_must_be_named_by_a_send(Binding binding, string? named, bool taken)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:RequiredExtensions:0"] = OldHints });
        foreach (var call in new[] { Call.Send("x").At(immediately: true), Call.Stream("x") })
        {
            if (taken && call.Operation == Methods.SendStreamingMessage) continue;
            var answer = await host.CallAsync(named is null ? call : call.WithHeader("A2A-Extensions", named), binding);
            if (taken)
            {
                Assert.Null(answer.Error);
                continue;
            }

            Assert.Equal("EXTENSION_SUPPORT_REQUIRED", answer.Reason);
            Assert.Equal(Hints, (string)answer.Details![0]!["metadata"]!["extension"]!);
            if (binding == Binding.JsonRpc) Assert.Equal(-32008, answer.Code);
        }

        // What only reads is open to everybody.
        Assert.Null((await host.CallAsync(new Call(Methods.ListTasks, []), binding)).Error);
    }

    [Fact]
    public async Task The_card_says_what_is_required()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:RequiredExtensions:0"] = OldHints });
        var card = JsonNode.Parse(await host.Http.GetStringAsync("/.well-known/agent-card.json", TestContext.Current.CancellationToken))!;
        Assert.All(card["capabilities"]!["extensions"]!.AsArray(), one => Assert.Equal((string)one!["uri"]! == Hints ? true : null, (bool?)one["required"]));
    }

    [Fact]
    public async Task An_unknown_extension_cannot_be_required()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(new() { ["A2A:RequiredExtensions:0"] = "urn:made-up" }));
        Assert.Contains("A2A:RequiredExtensions: urn:made-up is no extension of this service", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> MethodsOfExtensions => [.. KnownExtensions.All.SelectMany(known => known.Methods)];

    [Theory, MemberData(nameof(MethodsOfExtensions))]
    public async Task A_method_of_an_extension_wants_it_named_where_that_is_enforced(string method)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:EnforceExtensions"] = "true", ["A2A:EnableReviewControl"] = "true", ["A2A:EnableSessionShell"] = "true", ["A2A:EnableExecControl"] = "true", ["A2A:StaticAuthCredentials"] = Everything }, services: NoRunner);
        var extension = KnownExtensions.OfMethod(method)!;
        var refused = await host.CallAsync(new Call(method, []) { Token = "everything-token" }.WithHeader("A2A-Extensions", "urn:other"));
        Assert.Equal((-32004, "EXTENSION_NEGOTIATION_REQUIRED"), (refused.Code, refused.Reason));
        Assert.Equal((extension.Uri, method), ((string)refused.Details![0]!["metadata"]!["extension"]!, (string)refused.Details![0]!["metadata"]!["method"]!));
        foreach (var name in new[] { extension.Uri, extension.Alias }.OfType<string>())
        {
            var taken = await host.CallAsync(new Call(method, []) { Token = "everything-token" }.WithHeader("A2A-Extensions", name));
            Assert.NotEqual("EXTENSION_NEGOTIATION_REQUIRED", taken.Reason);
            Assert.Equal(name, taken.Response.Headers.GetValues("A2A-Extensions").Single());
        }

        await using var free = await ApiHost.StartAsync(services: NoRunner);
        Assert.NotEqual("EXTENSION_NEGOTIATION_REQUIRED", (await free.CallAsync(new Call(method, []))).Reason);
    }

    // Who asks one is told so at once; the wait for one that may be starting has tests of its own.
    private static void NoRunner(IServiceCollection services) => services.AddSingleton<IControlCalls>(new NobodyThere());

    [Fact]
    public async Task What_a_cache_may_keep_says_what_it_depends_on()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(["A2A-Version", "A2A-Extensions"], (await host.CallAsync(new Call(Methods.ListTasks, []), Binding.Rest)).Response.Headers.Vary);
        Assert.Equal(["Authorization", "A2A-Version", "A2A-Extensions"], (await host.CallAsync(new Call(Methods.GetExtendedAgentCard, []), Binding.Rest)).Response.Headers.Vary);
        Assert.Equal(["A2A-Version"], (await host.CallAsync(new Call(Methods.ListTasks, []))).Response.Headers.Vary);
    }
}
