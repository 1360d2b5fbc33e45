using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>What a client is told when the model fails, for each way in which the scripted one can; docs/turn-errors.md has the words.</summary>
public sealed class ModelErrorTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("#error status=500", "MODEL_UNAVAILABLE", true, null)]
    [InlineData("#error status=503", "MODEL_UNAVAILABLE", true, 503)]
    [InlineData("#error status=429", "RATE_LIMIT_EXCEEDED", true, 429)]
    [InlineData("#error status=401", "CODEX_NOT_LOGGED_IN", false, 401)]
    [InlineData("#error status=403", "CODEX_NOT_LOGGED_IN", false, 403)]
    [InlineData("#error status=404", "MODEL_NOT_FOUND", false, null)]
    [InlineData("#error status=400", "MODEL_REFUSED_REQUEST", false, null)]
    [InlineData("#error status=429 code=usage_limit_reached", "USAGE_LIMIT_EXCEEDED", false, null)]
    [InlineData("#quota", "USAGE_LIMIT_EXCEEDED", false, null)]
    [InlineData("#quota sse=true", "USAGE_LIMIT_EXCEEDED", false, null)]
    [InlineData("#failed code=context_length_exceeded", "CONTEXT_WINDOW_EXCEEDED", true, null)]
    [InlineData("#failed code=server_is_overloaded", "MODEL_OVERLOADED", true, null)]
    [InlineData("#failed code=rate_limit_exceeded", "RATE_LIMIT_EXCEEDED", true, null)]
    [InlineData("#failed code=slow_down", "RATE_LIMIT_EXCEEDED", true, null)]
    [InlineData("#failed code=invalid_prompt", "CODEX_ERROR", false, null)]
    [InlineData("#incomplete", "MODEL_ANSWER_INCOMPLETE", false, null)]
    [InlineData("#cut times=0", "MODEL_UNREACHABLE", true, null)]
    [InlineData("#eof times=0", "MODEL_UNREACHABLE", true, null)]
    public async Task A_model_that_fails_is_told_by_a_stable_reason(string message, string reason, bool retryable, int? status) =>
        Check(await shared.Stage.Client.SendAsync(A2AHttp.Message(message), Token), reason, retryable, status);

    [Fact]
    public async Task A_context_goes_on_after_an_error()
    {
        var failed = await shared.Stage.Client.SendAsync(A2AHttp.Message("#quota"), Token);
        Assert.Equal(TaskState.Failed, failed.Status.State);
        Assert.Equal("On.", Ledger.Text(await shared.Stage.Client.SendAsync(A2AHttp.Message("#text\nOn.", failed.ContextId), Token)));
    }

    [Fact]
    public async Task A_provider_that_nobody_listens_for_is_given_up()
    {
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?> { ["Codex__Config__model_providers.scripted.base_url"] = "\"http://127.0.0.1:9/v1\"" }, cancellationToken: Token);
        Check(await stage.Client.SendAsync(A2AHttp.Message("#text"), Token), "MODEL_UNREACHABLE", retryable: true, status: null);
    }

    private static void Check(AgentTask task, string reason, bool retryable, int? status)
    {
        Assert.Equal(TaskState.Failed, task.Status.State);
        var error = task.Metadata!["codex"]!["error"]!;
        Assert.True((reason, retryable, status) == ((string?)error["code"], (bool?)error["retryable"], (int?)error["http_status"]), error.ToJsonString());
        var info = error["details"]![0]!;
        Assert.Equal((reason, "type.googleapis.com/google.rpc.ErrorInfo"), ((string?)info["reason"], (string?)info["@type"]));
        Assert.Equal((string?)error["message"], task.Status.Message!.Parts[0].Text);
        Assert.DoesNotContain("127.0.0.1", error.ToJsonString(), StringComparison.Ordinal);
        Assert.All(task.Artifacts ?? [], artifact => Assert.DoesNotContain(artifact.Parts, part => part.Text?.Contains("127.0.0.1", StringComparison.Ordinal) is true));
    }
}
