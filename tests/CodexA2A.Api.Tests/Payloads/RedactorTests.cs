using System.Text;
using CodexA2A.Api.Payloads;

namespace CodexA2A.Api.Tests.Payloads;

public sealed class RedactorTests
{
    private const int Much = 4096;

    [Theory]
    [InlineData("""{"a":1,"b":[true,null,"x"]}""", """{"a":1,"b":[true,null,"x"]}""")]
    [InlineData("""{ "a" : -1.50e3 }""", """{"a":-1.50e3}""")]
    [InlineData("[]", "[]")]
    // By name, whatever the value and however it is spelt.
    [InlineData("""{"token":"abc"}""", """{"token":"[redacted]"}""")]
    [InlineData("""{"Token":5}""", """{"Token":"[redacted]"}""")]
    [InlineData("""{"\u0074oken":"abc"}""", """{"token":"[redacted]"}""")]
    [InlineData("""{"x-api-key":"abc","api_key":"abc","apiKey":"abc"}""", """{"x-api-key":"[redacted]","api_key":"[redacted]","apiKey":"[redacted]"}""")]
    [InlineData("""{"client_secret":{"a":["b",{"c":1}]},"d":1}""", """{"client_secret":"[redacted]","d":1}""")]
    [InlineData("""{"passwords":["a",["b"]],"d":1}""", """{"passwords":"[redacted]","d":1}""")]
    [InlineData("""{"authentication":{"scheme":"Bearer","credentials":"c"}}""", """{"authentication":"[redacted]"}""")]
    [InlineData("""{"Authorization":"x","Set-Cookie":"y","auth":true}""", """{"Authorization":"[redacted]","Set-Cookie":"[redacted]","auth":"[redacted]"}""")]
    [InlineData("""{"configuration":{"taskPushNotificationConfig":{"url":"https://x"}}}""", """{"configuration":{"taskPushNotificationConfig":"[redacted]"}}""")]
    [InlineData("""{"password":null,"totalTokens":12,"inputTokens":"x"}""", """{"password":null,"totalTokens":12,"inputTokens":"[redacted]"}""")]
    [InlineData("""{"author":"me","secretary":"x"}""", """{"author":"me","secretary":"[redacted]"}""")]
    // By form; a ~ goes, so that no key stands here.
    [InlineData("""{"text":"use sk-abcdefghijklmnop1234 now"}""", """{"text":"use [redacted] now"}""")]
    [InlineData("""["ghp~_abcdefghijklmnopqrstuvwxyz","AKIA~ABCDEFGHIJKLMNOP","xoxb~-123456789012-abc"]""", """["[redacted]","[redacted]","[redacted]"]""")]
    [InlineData("""["Authorization: Bearer abcdef123456","curl -u https://me:hunter2@example.org/x"]""", """["Authorization: [redacted]","curl -u https://[redacted]@example.org/x"]""")]
    [InlineData("""["https://example.org/?a=1&token=abc&b=2"]""", """["https://example.org/?a=1\u0026token=[redacted]\u0026b=2"]""")]
    [InlineData("""["eyJ~hbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl behind"]""", """["[redacted] behind"]""")]
    [InlineData("""["-----BEGIN~ EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----\nbehind"]""", """["[redacted]\nbehind"]""")]
    [InlineData("""["aB3dE5gH7jK9mN1pQ3sT5vX7zA9cD1fG"]""", """["[redacted]"]""")]
    [InlineData("""["da39a3ee5e6b4b0d3255bfef95601890afd80709"]""", """["[redacted]"]""")]
    [InlineData("""{"sk-abcdefghijklmnop1234":1}""", """{"[redacted]":1}""")]
    [InlineData("""["0f8fad5b-d9cb-469f-a165-70867728950e","a-rather-long-name-of-a-file-without-a-secret.txt"]""", """["0f8fad5b-d9cb-469f-a165-70867728950e","a-rather-long-name-of-a-file-without-a-secret.txt"]""")]
    // On one line, in ASCII: a log cannot be written into.
    [InlineData("[\"a\\nb\\u001b[31m\\u202e\u00e4\"]", "[\"a\\nb\\u001B[31m\\u202E\\u00E4\"]")]
    // What was cut off, and what is no JSON.
    [InlineData("""{"a":"b","token":"abcdef""", """{"a":"b","token":…""")]
    [InlineData("""{"token":{"a":"secret-1","b":"secr""", """{"token":"[redacted]"…""")]
    [InlineData("""{"tok""", "{…")]
    [InlineData("""{"a":"sk-abcdefghijklmnop12""", """{"a":…""")]
    [InlineData("""{"a":1} trailing""", """{"a":1}…""")]
    [InlineData("""{"a":1,,"b":"hidden"}""", """{"a":1…""")]
    [InlineData("password=hunter2", "…")]
    [InlineData("", "…")]
    public void What_looks_like_a_secret_is_not_shown(string json, string shown) =>
        Assert.Equal(shown, Redact(json.Replace("~", "", StringComparison.Ordinal), Much));

    [Fact]
    public void What_is_long_is_cut_and_its_secrets_with_it()
    {
        var secret = "sk-" + new string('a', 40) + "1";
        for (var before = 0; before < 300; before++)
        {
            var shown = Redact($$"""{"text":"{{new string('.', before)}}{{secret}}","token":"hunter2","after":"{{new string('x', 2000)}}"}""", 256);
            Assert.True(shown.Length <= 256 + Redactor.Cut.Length);
            Assert.DoesNotContain("sk-a", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_secret_that_is_cut_far_behind_is_not_moved_to_where_it_is_shown()
    {
        // What is taken out before it brings its beginning forward.
        var before = string.Concat(Enumerable.Repeat("sk-" + new string('b', 60) + " ", 30));
        for (var gap = 560; gap < 660; gap++)
        {
            var shown = Redact($$"""["{{before}}{{new string('.', gap)}} sk-{{new string('a', 600)}}"]""", 2048);
            Assert.DoesNotContain("sk-", shown, StringComparison.Ordinal);
            Assert.Contains("[redacted]", shown, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"history":[{"metadata":{"codex":{"exec":{"command":"x"}}}}]}""", true)]
    [InlineData("""{"tasks":[{"metadata":{"codex":{"turn":1}}},{"metadata":{"codex":{"turn":{},"\u0065xec":{}}}}]}""", true)]
    [InlineData("""{"metadata":{"codex":{"turn":{"exec":1}},"exec":{}},"exec":{}}""", false)]
    [InlineData("""{"codex":{"execution":{}}}""", false)]
    [InlineData("""[{"codex":{}},{"x":{"exec":1}}]""", false)]
    [InlineData("{{", true)]
    public void A_result_with_a_command_is_not_shown(string result, bool hidden) =>
        Assert.Equal(hidden, UnshownCalls.TellsCommand(Encoding.UTF8.GetBytes(result)));

    [Fact]
    public void Every_cut_of_a_body_hides_what_the_whole_hides()
    {
        var json = """{"message":{"parts":[{"text":"key sk-abcdefghijklmnop1234 end"},{"data":{"password":"hunter2","deep":[{"api_key":["hunter3"]}]}}]},"token":"hunter4"}""";
        for (var length = 0; length <= json.Length; length++)
        {
            var shown = Redact(json[..length], Much);
            Assert.DoesNotContain("hunter", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("sk-a", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_text_takes_long()
    {
        foreach (var piece in new[] { "a-", "aA1-", "://", "://a:", "Bearer ", "eyJ", "-----BEGIN ", "?token=", "0a", "sk-" })
        {
            var text = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
            Assert.NotNull(Redact($"[\"{text}\"]", 64 * 1024));
        }
    }

    [Theory]
    [InlineData(Methods.SendMessage, """{"message":{"taskId":"t"}}""", true)]
    [InlineData(Methods.SendStreamingMessage, """{"message":{"task_id":"t"}}""", true)]
    [InlineData("message/send", """{"params":{"message":{"\u0074askId":"t"}}}""", true)]
    [InlineData(Methods.SendMessage, """{"message":{"contextId":"c"}}""", false)]
    [InlineData(Methods.SendMessage, """{"message":""", false)]
    [InlineData(Methods.SendMessage, "{{", true)]
    [InlineData(Methods.GetTask, """{"taskId":"t"}""", false)]
    public void A_message_to_a_task_may_be_a_secret_answer(string operation, string body, bool hidden) =>
        Assert.Equal(hidden, UnshownCalls.MayAnswer(operation, Encoding.UTF8.GetBytes(body)));

    private static string Redact(string json, int maxBytes) => Redactor.Redact(Encoding.UTF8.GetBytes(json), maxBytes);
}
