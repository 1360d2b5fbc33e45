using System.Text;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class NotificationDecoderTests
{
    [Fact]
    public void A_delta_has_its_ids_and_text()
    {
        var delta = Assert.IsType<AgentMessageDeltaNotification>(
            Decode("item/agentMessage/delta", """{"threadId":"t","turnId":"u","itemId":"i","delta":"Grüße \ud83d\ude00"}"""));
        Assert.Equal(("t", "u", "i", "Grüße 😀"), (delta.ThreadId, delta.TurnId, delta.ItemId, delta.Delta));
    }

    /// <summary>Pieces of text have a reader of their own: it must read as the serialiser does, or leave it to that.</summary>
    [Theory]
    [InlineData("item/agentMessage/delta", """{"threadId":"t","turnId":"u","itemId":"i","delta":"x"}""", true)]
    [InlineData("item/agentMessage/delta", """{"delta":"","new":{"a":[1]},"itemId":"i","turnId":"u","threadId":"t"}""", true)]
    [InlineData("item/agentMessage/delta", """{"threadId":"t","turnId":"u","itemId":"i"}""", false)]
    [InlineData("item/agentMessage/delta", """{"threadId":"t","turnId":"u","itemId":"i","delta":5}""", false)]
    [InlineData("item/agentMessage/delta", """{"threadId":"t","itemId":"i","delta":"x"}""", false)]
    [InlineData("item/agentMessage/delta", "[]", false)]
    [InlineData("item/agentMessage/delta", "", false)]
    [InlineData("item/reasoning/summaryTextDelta", """{"threadId":"t","turnId":"u","itemId":"i","delta":"x","summaryIndex":3}""", true)]
    [InlineData("item/reasoning/summaryTextDelta", """{"threadId":"t","turnId":"u","itemId":"i","delta":"x","summaryIndex":{"a":1}}""", false)]
    [InlineData("item/reasoning/summaryTextDelta", """{"threadId":"t","turnId":"u","itemId":"i","delta":"x"}""", false)]
    [InlineData("item/commandExecution/outputDelta", """{"threadId":"t","turnId":"u","itemId":"i","delta":"a\nb"}""", true)]
    [InlineData("turn/started", """{"threadId":"t"}""", false)]
    public void A_piece_of_text_is_read_as_the_serialiser_would_read_it_or_not_at_all(string method, string json, bool usual)
    {
        var piece = json.Length == 0 ? null : DeltaDecoder.Decode(method, Encoding.UTF8.GetBytes(json));
        Assert.Equal(usual, piece is not null);
        if (usual)
        {
            Assert.Equal(System.Text.Json.JsonSerializer.Deserialize(json, NotificationDecoder.TypeInfo(method)!), piece);
        }
    }

    [Fact]
    public void An_ended_turn_tells_status_error_and_turn_id()
    {
        var completed = Assert.IsType<TurnCompletedNotification>(Decode("turn/completed",
            """
            {"threadId":"t","turn":{"id":"u","status":"failed","items":[],"itemsView":"summary","startedAt":1,"completedAt":2,"durationMs":3,
             "error":{"message":"no","codexErrorInfo":{"httpConnectionFailed":{"httpStatusCode":503}},"additionalDetails":"x"}}}
            """));
        Assert.Equal("u", completed.TurnId);
        Assert.Equal(TurnStatuses.Failed, completed.Turn.Status);
        Assert.Equal(new CodexErrorInfo("httpConnectionFailed", 503), completed.Turn.Error!.CodexErrorInfo);
    }

    [Theory]
    [InlineData("\"usageLimitExceeded\"", "usageLimitExceeded", null, null)]
    [InlineData("\"somethingNew\"", "somethingNew", null, null)]
    [InlineData("""{"responseTooManyFailedAttempts":{"httpStatusCode":429}}""", "responseTooManyFailedAttempts", 429, null)]
    [InlineData("""{"httpConnectionFailed":{"httpStatusCode":null}}""", "httpConnectionFailed", null, null)]
    [InlineData("""{"activeTurnNotSteerable":{"turnKind":"review"}}""", "activeTurnNotSteerable", null, "review")]
    [InlineData("""{"brandNew":7}""", "brandNew", null, null)]
    [InlineData("{}", "other", null, null)]
    [InlineData("7", "other", null, null)]
    public void Error_kinds_are_read_in_all_their_forms(string json, string name, int? status, string? turnKind)
    {
        var error = Assert.IsType<ErrorNotification>(Decode("error",
            $$"""{"threadId":"t","turnId":"u","error":{"message":"m","codexErrorInfo":{{json}} },"willRetry":true}"""));
        Assert.True(error.WillRetry);
        Assert.Equal(new CodexErrorInfo(name, status, turnKind), error.Error.CodexErrorInfo);
    }

    [Fact]
    public void A_new_thread_is_addressed_by_its_own_id()
    {
        var started = Assert.IsType<ThreadStartedNotification>(Decode("thread/started", """{"thread":{"id":"t","status":{"type":"idle"}}}"""));
        Assert.Equal("t", started.ThreadId);
        Assert.Equal("idle", started.Thread.Status!.Type);
    }

    [Fact]
    public void What_is_unknown_is_handed_on_whole()
    {
        var unknown = Assert.IsType<UnknownNotification>(Decode("thread/brandNew", """{"threadId":"t","turnId":"u","answer":42}"""));
        Assert.Equal(("thread/brandNew", "t", "u"), (unknown.Method, unknown.ThreadId, unknown.TurnId));
        Assert.Equal(42, unknown.Params.GetProperty("answer").GetInt32());
    }

    [Theory]
    [InlineData("item/agentMessage/delta", """{"threadId":"t","delta":{"text":"now an object"}}""")]
    [InlineData("turn/completed", """{"threadId":"t","turn":"now a string"}""")]
    public void A_known_one_whose_fields_do_not_fit_is_handed_on_as_unknown(string method, string json)
    {
        var unknown = Assert.IsType<UnknownNotification>(Decode(method, json));
        Assert.Equal((method, "t"), (unknown.Method, unknown.ThreadId));
    }

    [Fact]
    public void Missing_parameters_are_no_error()
    {
        Assert.Null(Assert.IsType<UnknownNotification>(Decode("process/brandNew", "")).ThreadId);
    }

    [Fact]
    public void No_notification_is_both_used_and_muted() =>
        Assert.Empty(NotificationDecoder.Methods.Intersect(OptOutNotifications.Methods));

    private static Notification Decode(string method, string json) => NotificationDecoder.Decode(method, Encoding.UTF8.GetBytes(json));
}
