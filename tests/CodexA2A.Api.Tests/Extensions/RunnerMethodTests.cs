using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Extensions;

/// <summary>What a runner is asked for each method: the predecessor's names in both spellings, with lists, numbers and flags as such. The test is the runner.</summary>
public sealed class RunnerMethodTests
{
    private static readonly RunnerIdentity Runner = new("runner-of-tests", "home-of-tests");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Calls() => new()
    {
        { "codex.discovery.skills.list", """{"cwds":["a","b"],"force_reload":true}""", """{"cwds":["a","b"],"force_reload":true}""" },
        { "codex.discovery.skills.list", "{}", """{"cwds":null,"force_reload":null}""" },
        { "codex.discovery.apps.list", """{"cursor":"c","limit":5,"thread_id":"thread-1","force_refetch":false}""", """{"cursor":"c","limit":5,"thread_id":"thread-1","force_refetch":false}""" },
        { "codex.discovery.plugins.list", """{"cwds":[],"force_remote_sync":true}""", """{"cwds":[],"force_remote_sync":true}""" },
        { "codex.discovery.plugins.read", """{"marketplace_path":"shop","plugin_name":"plug"}""", """{"marketplace_path":"shop","plugin_name":"plug"}""" },
        { "codex.models.list", """{"limit":2,"include_hidden":true}""", """{"cursor":null,"limit":2,"include_hidden":true,"model_provider":null}""" },
        { "codex.account.read", "{}", "{}" },
        { "codex.limits.read", """{"metadata":{}}""", "{}" },
        { "codex.sessions.list", """{"query":{"limit":7}}""", """{"sessions":[{"thread_id":"thread-1","context_id":"mine"}]}""" },
        { "codex.sessions.messages.list", """{"session_id":"thread-1"}""", """{"thread_id":"thread-1","context_id":"mine","limit":20,"cursor":null}""" },
        { "codex.sessions.messages.list", """{"session_id":"thread-1","limit":3,"cursor":"x"}""", """{"thread_id":"thread-1","context_id":"mine","limit":3,"cursor":"x"}""" },
        { "codex.threads.read", """{"thread_id":"thread-1","include_turns":true}""", """{"include_turns":true,"limit":20,"cursor":null,"thread_id":"thread-1"}""" },
        { "codex.threads.fork", """{"thread_id":"thread-1","request":{"ephemeral":false},"metadata":{"codex":{"directory":"src"}}}""", """{"thread_id":"thread-1","last_turn_id":null,"directory":"src"}""" },
        { "codex.threads.archive", """{"thread_id":"thread-1"}""", """{"thread_id":"thread-1"}""" },
        { "codex.threads.unarchive", """{"thread_id":"thread-1"}""", """{"thread_id":"thread-1"}""" },
        { "codex.threads.metadata.update", """{"thread_id":"thread-1","request":{"git_info":{"sha":"abc","origin_url":null}}}""", """{"git_info":{"sha":"abc","origin_url":null},"thread_id":"thread-1"}""" },
        { "codex.threads.name.set", """{"thread_id":"thread-1","name":"My name"}""", """{"name":"My name","thread_id":"thread-1"}""" },
        { "codex.threads.revert", """{"thread_id":"thread-1","before_turn_id":"t"}""", """{"before_turn_id":"t","thread_id":"thread-1"}""" },
        { "codex.threads.compact", """{"thread_id":"thread-1"}""", """{"thread_id":"thread-1"}""" },
    };

    [Theory, MemberData(nameof(Calls))]
    public async Task A_runner_is_asked_what_the_client_says_in_either_spelling(string method, string parameters, string asked)
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1", "mine");
        var heard = new ConcurrentQueue<ControlCall>();
        await using var serving = await ServeAsync(host, heard, Answer);

        foreach (var camel in (bool[])[false, true])
        {
            var given = JsonNode.Parse(parameters)!.AsObject();
            var answer = await host.CallAsync(new Call(method, camel ? Camel(given) : given));
            Assert.True(answer.Error is null, answer.Error?.ToJsonString());
            Assert.True(heard.TryDequeue(out var call));
            Assert.Equal((method, ApiHost.OwnerOf("alice")), (call.Method, call.Owner));
            Assert.Equal(asked, call.Params.ToJsonString());
            Assert.Equal(asked.Contains("thread-1", StringComparison.Ordinal) ? Runner.Home : null, call.Home);
        }

        var unknown = await host.CallAsync(new Call(method, new JsonObject { ["bogus"] = 1 }));
        Assert.Equal(-32602, (int)unknown.Error!["code"]!);
        Assert.Contains("bogus", unknown.Error!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_method_of_the_registry_that_a_runner_answers_is_played() => Assert.Equal(
        new[] { CodexA2A.Api.Extensions.KnownExtensions.Discovery, CodexA2A.Api.Extensions.KnownExtensions.SessionQuery, CodexA2A.Api.Extensions.KnownExtensions.ThreadLifecycle }
            .SelectMany(extension => extension.Methods).Where(name => name is not ("codex.threads.delete" or "codex.threads.grant" or "codex.sessions.prompt_async" or "codex.sessions.command"))
            .Where(name => !name.Contains(".watch", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        Calls().Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_fork_is_a_context_of_its_own_bound_to_the_copy()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1", "mine");
        await using var serving = await ServeAsync(host, new(), _ => ControlReply.Of(new JsonObject { ["thread"] = new JsonObject { ["id"] = "forked" } }));

        var answer = await host.CallAsync(new Call("codex.threads.fork", new JsonObject { ["thread_id"] = "thread-1" }));

        Assert.Equal("""{"ok":true,"thread":{"id":"forked"},"context_id":"forked","thread_id":"forked"}""", answer.Result!.ToJsonString());
        var found = await host.Queue.FindThreadAsync(ApiHost.OwnerOf("alice"), "forked", Token);
        Assert.Equal(("forked", new SessionBinding("forked", Runner.Home, Explicit: true)), (found!.ContextId, found.Binding));
        Assert.Null(await host.Queue.FindThreadAsync(ApiHost.OwnerOf("bob"), "forked", Token));
    }

    [Fact]
    public async Task Sessions_of_a_home_that_is_away_are_listed_as_far_as_they_are_known()
    {
        await using var host = await ApiHost.StartAsync(services: services => services.AddSingleton<IControlCalls>(new NobodyThere()));
        await host.BoundAsync("thread-1", "mine");

        var answer = await host.CallAsync(new Call("codex.sessions.list", []));

        Assert.Equal(
            """{"items":[{"id":"thread-1","contextId":"mine","status":{"state":"TASK_STATE_COMPLETED"},"metadata":{"shared":{"session":{"id":"thread-1"}},"codex":{"unavailable":"NO_RUNNER"}}}],"next_cursor":null}""",
            answer.Result!.ToJsonString());
        Assert.Equal("""{"items":[],"next_cursor":null}""", (await host.CallAsync(new Call("codex.sessions.list", []) { Token = ApiHost.Bob })).Result!.ToJsonString());
    }

    [Fact]
    public async Task What_the_runner_says_against_it_is_the_error()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1", "mine");
        await using var serving = await ServeAsync(host, new(), _ => ControlReply.Failed(
            new ControlFault(A2AErrorCode.Unavailable, "THREAD_LOCKED", "Wait.") { Metadata = new Dictionary<string, string> { ["a"] = "b" } }));

        var answer = await host.CallAsync(new Call("codex.threads.archive", new JsonObject { ["thread_id"] = "thread-1" }));

        Assert.Equal((-31503, "Wait."), ((int)answer.Error!["code"]!, (string)answer.Error["message"]!));
        Assert.Equal(("THREAD_LOCKED", "b"), ((string)answer.Details![0]!["reason"]!, (string)answer.Details[0]!["metadata"]!["a"]!));
    }

    private static ValueTask<IAsyncDisposable> ServeAsync(ApiHost host, ConcurrentQueue<ControlCall> heard, Func<ControlCall, ControlReply> answer) =>
        host.Services.GetRequiredService<IControlCalls>().ServeAsync(
            Runner,
            [.. Calls().Select(row => row.Data.Item1)],
            (call, _) =>
            {
                heard.Enqueue(call);
                return Task.FromResult(answer(call));
            },
            Token);

    private static ControlReply Answer(ControlCall call) => ControlReply.Of(call.Method switch
    {
        "codex.sessions.list" => new JsonObject { ["items"] = new JsonArray(new JsonObject { ["id"] = "thread-1" }) },
        "codex.threads.fork" => new JsonObject { ["thread"] = new JsonObject { ["id"] = "forked-" + Guid.NewGuid() } },
        _ => [],
    });

    private static JsonObject Camel(JsonObject given) => new(given.Select(pair => KeyValuePair.Create(
        string.Concat(pair.Key.Split('_').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..])),
        pair.Value is JsonObject nested ? Camel(nested) : pair.Value?.DeepClone())));
}
