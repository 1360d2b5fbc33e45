using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Extensions;

/// <summary>An admin gives a thread of nobody away. The test is the runner.</summary>
public sealed class ThreadGrantTests
{
    private const string Admin = "admin-token";
    private static readonly RunnerIdentity Runner = new("runner-of-tests", "home-of-tests");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_a_context_of_the_principals_from_then_on_and_again_the_same()
    {
        await using var host = await StartAsync();
        await using var serving = await ServeAsync(host, _ => Found);
        for (var again = 0; again < 2; again++)
        {
            var answer = await host.CallAsync(Grant("begun-elsewhere", "alice"));
            Assert.Equal(
                """{"ok":true,"principal":"alice","context_id":"begun-elsewhere","thread":{"id":"begun-elsewhere"},"thread_id":"begun-elsewhere"}""", answer.Result!.ToJsonString());
        }

        var found = await host.Queue.FindThreadAsync(ApiHost.OwnerOf("alice"), "begun-elsewhere", Token);
        Assert.Equal(("begun-elsewhere", new SessionBinding("begun-elsewhere", Runner.Home, Explicit: true)), (found!.ContextId, found.Binding));
        Assert.Null(await host.Queue.FindThreadAsync(ApiHost.OwnerOf("bob"), "begun-elsewhere", Token));
        Assert.Null(await host.Queue.FindThreadAsync(ApiHost.OwnerOf("root"), "begun-elsewhere", Token));
    }

    [Fact]
    public async Task Codexs_own_spelling_of_the_id_is_bound_and_a_home_can_be_named()
    {
        await using var host = await StartAsync();
        var calls = new List<ControlCall>();
        await using var serving = await ServeAsync(host, call => { calls.Add(call); return Found; });

        var grant = Grant("BEGUN-ELSEWHERE", "alice");
        grant.Params["home"] = Runner.Home;
        Assert.Equal("begun-elsewhere", (string)(await host.CallAsync(grant)).Result!["thread_id"]!);

        Assert.NotNull(await host.Queue.FindThreadAsync(ApiHost.OwnerOf("alice"), "begun-elsewhere", Token));
        Assert.Null(await host.Queue.FindThreadAsync(ApiHost.OwnerOf("alice"), "BEGUN-ELSEWHERE", Token));
        // A runner is asked that serves whose it will be.
        Assert.Equal((Runner.Home, ApiHost.OwnerOf("alice")), (Assert.Single(calls).Home, calls[0].Owner));
    }

    [Fact]
    public async Task What_the_principal_has_already_stays_where_it_is()
    {
        await using var host = await StartAsync();
        await using var serving = await ServeAsync(host, _ => Found);
        await host.BoundAsync("begun-elsewhere", "mine");

        Assert.Equal("mine", (string)(await host.CallAsync(Grant("begun-elsewhere", "alice"))).Result!["context_id"]!);
    }

    [Fact]
    public async Task A_context_of_that_name_with_another_thread_is_not_taken_over()
    {
        await using var host = await StartAsync();
        await using var serving = await ServeAsync(host, _ => Found);
        await host.BoundAsync("another", "begun-elsewhere");

        Assert.Equal("CONTEXT_IN_USE", (await host.CallAsync(Grant("begun-elsewhere", "alice"))).Reason);
        Assert.Null(await host.Queue.FindThreadAsync(ApiHost.OwnerOf("alice"), "begun-elsewhere", Token));
    }

    [Fact]
    public async Task Nothing_is_bound_that_the_runner_does_not_give_away()
    {
        await using var host = await StartAsync();
        await using var serving = await ServeAsync(host, _ => ControlReply.Failed(new ControlFault(A2AErrorCode.UnsupportedOperation, "THREAD_OWNED", "No.")));

        Assert.Equal("THREAD_OWNED", (await host.CallAsync(Grant("somebodys", "alice"))).Reason);
        Assert.Null(await host.Queue.FindThreadAsync(ApiHost.OwnerOf("alice"), "somebodys", Token));
    }

    [Theory]
    [InlineData("""{"thread_id":"t"}""", "principal")]
    [InlineData("""{"principal":"alice"}""", "thread_id")]
    [InlineData("""{"thread_id":"t","principal":""}""", "principal")]
    [InlineData("""{"thread_id":"t","principal":"a\u0000b"}""", "principal")]
    [InlineData("""{"thread_id":"t","principal":["alice"]}""", "principal")]
    [InlineData("""{"thread_id":"t","principal":"alice","tenant":"other"}""", "tenant")]
    public async Task What_is_wrong_is_named(string parameters, string field)
    {
        await using var host = await StartAsync();
        var answer = await host.CallAsync(new Call("codex.threads.grant", JsonNode.Parse(parameters)!.AsObject()) { Token = Admin });
        Assert.Equal(-32602, answer.Code);
        Assert.Contains(field, answer.Error!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_no_admin_is_refused_before_anything_is_asked()
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.CallAsync(Grant("begun-elsewhere", "alice") with { Token = ApiHost.Bob });
        Assert.Equal(("AUTHORIZATION_FORBIDDEN", "admin"), (answer.Reason, (string)answer.Details![0]!["metadata"]!["capability"]!));
    }

    private static ControlReply Found => ControlReply.Of(new JsonObject { ["thread"] = new JsonObject { ["id"] = "begun-elsewhere" }, ["home"] = Runner.Home });

    private static Call Grant(string thread, string principal) =>
        new("codex.threads.grant", new JsonObject { ["thread_id"] = thread, ["principal"] = principal }) { Token = Admin };

    private static Task<ApiHost> StartAsync() => ApiHost.StartAsync(new()
    {
        ["A2A:StaticAuthCredentials"] = $$"""[{"scheme":"bearer","principal":"root","token":"{{Admin}}","capabilities":["admin"]}]""",
    });

    private static ValueTask<IAsyncDisposable> ServeAsync(ApiHost host, Func<ControlCall, ControlReply> answer) =>
        host.Services.GetRequiredService<IControlCalls>().ServeAsync(Runner, ["codex.threads.grant"], (call, _) => Task.FromResult(answer(call)), Token);
}
