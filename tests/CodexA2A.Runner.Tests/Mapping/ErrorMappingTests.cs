using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Outcomes;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class ErrorMappingTests
{
    /// <summary>The names in the schema of the pinned Codex; a new one must get a row.</summary>
    private static readonly string[] Names =
    [
        "contextWindowExceeded", "sessionBudgetExceeded", "usageLimitExceeded", "rateLimitExceeded", "flexUnavailable", "serverOverloaded", "modelNotFound",
        "policyCapacityUnavailable", "cyberPolicy", "misalignmentPolicyViolation", "tooManyDenials", "internalServerError", "unauthorized", "badRequest",
        "threadRollbackFailed", "sandboxError", "inferenceHookDenied", "httpConnectionFailed", "responseStreamConnectionFailed",
        "responseStreamDisconnected", "responseTooManyFailedAttempts", "activeTurnNotSteerable",
    ];

    [Fact]
    public void Every_kind_of_error_has_a_word_and_a_sentence()
    {
        Assert.Equal(Names.Order(), ErrorTable.Names.Order());
        Assert.All(Names, name =>
        {
            var error = ErrorMapping.From(new TurnError("raw words", new CodexErrorInfo(name)));
            Assert.Matches("^[A-Z_]+$", error.Code);
            Assert.Contains(". ", error.Message + " ", StringComparison.Ordinal);
            Assert.Equal(name, error.CodexErrorInfo);
        });
    }

    [Theory]
    [InlineData("usageLimitExceeded", null, "USAGE_LIMIT_EXCEEDED", false)]
    [InlineData("contextWindowExceeded", null, "CONTEXT_WINDOW_EXCEEDED", true)]
    [InlineData("httpConnectionFailed", 401, "CODEX_NOT_LOGGED_IN", false)]
    [InlineData("httpConnectionFailed", 404, "MODEL_NOT_FOUND", false)]
    [InlineData("responseTooManyFailedAttempts", 429, "RATE_LIMIT_EXCEEDED", true)]
    [InlineData("httpConnectionFailed", 503, "MODEL_UNAVAILABLE", true)]
    [InlineData("httpConnectionFailed", null, "MODEL_UNREACHABLE", true)]
    [InlineData("brandNew", null, "CODEX_ERROR", false)]
    public void A_status_code_says_it_more_closely_than_the_name(string name, int? status, string code, bool retryable)
    {
        var error = ErrorMapping.From(new TurnError("words", new CodexErrorInfo(name, status)));
        Assert.Equal((code, retryable, status), (error.Code, error.Retryable, error.HttpStatus));
    }

    [Theory]
    [InlineData("Missing environment variable: `SCRIPTED_KEY`.", "CODEX_NOT_LOGGED_IN", "doctor")]
    [InlineData("unexpected status 400 Bad Request: no, url: http://10.0.0.7:8080/v1/responses, request id: r1", "MODEL_REFUSED_REQUEST", "It says: unexpected status 400 Bad Request: no, request id: r1")]
    [InlineData("""{"error":{"message":"No such tool","type":"invalid_request_error"}}""", "MODEL_REFUSED_REQUEST", "It says: No such tool")]
    [InlineData("Incomplete response returned, reason: max_output_tokens", "MODEL_ANSWER_INCOMPLETE", "max_output_tokens")]
    [InlineData("something else", "CODEX_ERROR", "It says: something else")]
    [InlineData("stream disconnected before completion: idle timeout", "MODEL_UNREACHABLE", "Send the message again")]
    [InlineData("""unexpected status 400: {"error":{"message":"Unsupported value /srv/x/y with sk-abcdefghijkl","type":"invalid"}}""", "MODEL_REFUSED_REQUEST", "unexpected status 400: Unsupported value [path] with [secret]")]
    public void An_error_without_a_name_is_known_by_its_words(string words, string code, string said)
    {
        var error = ErrorMapping.From(new TurnError(words, new CodexErrorInfo("other")));
        Assert.Equal(code, error.Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_says_its_reason_as_errors_of_requests_do()
    {
        var error = ErrorMapping.From(new TurnError("words", new CodexErrorInfo("httpConnectionFailed", 503))).ToJson();
        Assert.Equal("""{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"MODEL_UNAVAILABLE","domain":"a2a-protocol.org","metadata":{"retryable":"true","http_status":"503","codex_error_info":"httpConnectionFailed"}}""", error["details"]![0]!.ToJsonString());
    }

    [Fact]
    public void No_error_at_all_is_still_a_sentence() => Assert.Equal("Codex could not finish the turn.", ErrorMapping.From((TurnError?)null).Message);

    [Fact]
    public void Failures_between_us_and_codex_have_words_of_their_own()
    {
        (AppServerException Error, string Code)[] cases =
        [
            (new CodexUnavailableException(CodexUnavailableReason.NotLoggedIn, "Codex is not logged in.", "Run `codex login`."), "CODEX_NOT_LOGGED_IN"),
            (new CodexUnavailableException(CodexUnavailableReason.Missing, "No Codex.", "Install it."), "CODEX_MISSING"),
            (new CodexUnavailableException(CodexUnavailableReason.UnsupportedVersion, "Too old.", "Update."), "CODEX_VERSION_UNSUPPORTED"),
            (new AppServerDiedException(new DeathCertificate("g", 1, 1, null, DeathReason.Exited, "x", [])), "CODEX_DIED"),
            (new AppServerTimeoutException("turn/start", TimeSpan.FromSeconds(60)), "CODEX_TIMEOUT"),
            (new AppServerRequestException("thread/resume", -32600, "thread x already has an active writer", null), "THREAD_LOCKED"),
            (new AppServerRequestException("thread/resume", -32600, "no rollout found for thread", null), "THREAD_NOT_FOUND"),
            (new AppServerRequestException("turn/start", -32602, "Input exceeds the maximum length", null), "INPUT_REFUSED"),
            (new AppServerRequestException("turn/start", -32001, "Server overloaded", null), "CODEX_OVERLOADED"),
            (new AppServerRequestException("turn/start", -32600, "bad /srv/data/x", null), "CODEX_REFUSED"),
            (new SubscriberTooSlowException("t"), "EVENTS_LOST"),
        ];
        Assert.All(cases, c => Assert.Equal(c.Code, ErrorMapping.From(c.Error).Code));
        Assert.Equal("Codex is not logged in. Run `codex login`.", ErrorMapping.From(cases[0].Error).Message);
        Assert.DoesNotContain("/srv", ErrorMapping.From(cases[9].Error).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("see /srv/codex/auth.json now", "see [path] now")]
    [InlineData("at D:\\Data\\me\\x.txt", "at [path]")]
    [InlineData("at \\\\server\\share\\x", "at [path]")]
    [InlineData("open file:///etc/passwd", "open [path]")]
    [InlineData("POST https://api.example.com/v1/responses failed", "POST https://api.example.com/v1/responses failed")]
    [InlineData("proxy http://user:pass@host:8080/x", "proxy http://[secret]@host:8080/x")]
    [InlineData("Authorization: Bearer abcdef123456", "Authorization: Bearer [secret]")]
    [InlineData("key sk-proj-abcdefghijklmnop bad", "key [secret] bad")]
    [InlineData("Incorrect API key provided: sk-proj-********abcd.", "Incorrect API key provided: [secret].")]
    [InlineData("api_key=\"abcd1234\"", "api_key=\"[secret]\"")]
    [InlineData("token: eyJhbGciOiJIUzI1.eyJzdWIi.abc", "token: [secret]")]
    [InlineData("either/or and 1/2 stay, and /tmp too", "either/or and 1/2 stay, and /tmp too")]
    public void Text_for_clients_has_no_secrets_and_no_absolute_paths(string text, string clean) => Assert.Equal(clean, ClientText.Clean(text));

    [Fact]
    public void Text_for_clients_is_not_long() => Assert.InRange(ClientText.Clean(new string('a', 100_000)).Length, 1, 2100);
}
