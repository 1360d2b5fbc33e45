namespace CodexA2A.Protocol.Tests;

/// <summary>The table of A2A 1.0.1, 5.4, as it is on the wire.</summary>
public class ErrorTests
{
    [Theory]
    [InlineData(-32001, 404, 5, "NOT_FOUND", "TASK_NOT_FOUND")]
    [InlineData(-32002, 400, 9, "FAILED_PRECONDITION", "TASK_NOT_CANCELABLE")]
    [InlineData(-32003, 400, 9, "FAILED_PRECONDITION", "PUSH_NOTIFICATION_NOT_SUPPORTED")]
    [InlineData(-32004, 400, 9, "FAILED_PRECONDITION", "UNSUPPORTED_OPERATION")]
    [InlineData(-32005, 400, 3, "INVALID_ARGUMENT", "CONTENT_TYPE_NOT_SUPPORTED")]
    [InlineData(-32006, 500, 13, "INTERNAL", "INVALID_AGENT_RESPONSE")]
    [InlineData(-32007, 400, 9, "FAILED_PRECONDITION", "EXTENDED_AGENT_CARD_NOT_CONFIGURED")]
    [InlineData(-32008, 400, 9, "FAILED_PRECONDITION", "EXTENSION_SUPPORT_REQUIRED")]
    [InlineData(-32009, 400, 9, "FAILED_PRECONDITION", "VERSION_NOT_SUPPORTED")]
    [InlineData(-32010, 400, 9, "FAILED_PRECONDITION", "INTERRUPT_REQUEST_EXPIRED")]
    [InlineData(-32600, 400, 3, "INVALID_ARGUMENT", "INVALID_REQUEST")]
    [InlineData(-32601, 404, 12, "UNIMPLEMENTED", "METHOD_NOT_FOUND")]
    [InlineData(-32602, 400, 3, "INVALID_ARGUMENT", "INVALID_PARAMS")]
    [InlineData(-32603, 500, 13, "INTERNAL", "INTERNAL_ERROR")]
    [InlineData(-32700, 400, 3, "INVALID_ARGUMENT", "PARSE_ERROR")]
    public void Each_error_has_one_row(int code, int http, int grpc, string grpcName, string reason) =>
        Assert.Equal(new A2AErrorRow((A2AErrorCode)code, http, grpc, grpcName, reason), A2AErrorTable.Get((A2AErrorCode)code));

    [Theory]
    [InlineData(A2AErrorCode.Unauthenticated, 401, 16)]
    [InlineData(A2AErrorCode.PermissionDenied, 403, 7)]
    [InlineData(A2AErrorCode.PayloadTooLarge, 413, 8)]
    [InlineData(A2AErrorCode.TooManyRequests, 429, 8)]
    [InlineData(A2AErrorCode.Unavailable, 503, 14)]
    public void Errors_of_HTTP_keep_their_status_in_every_binding(A2AErrorCode code, int http, int grpc)
    {
        var row = A2AErrorTable.Get(code);
        Assert.Equal((http, grpc, true), (row.HttpStatus, row.GrpcStatus, row.IsHttpLevel));
    }

    [Fact]
    public void The_table_is_whole()
    {
        Assert.Equal(Enum.GetValues<A2AErrorCode>().Order(), A2AErrorTable.Rows.Select(row => row.Code).Order());
        Assert.All(A2AErrorTable.Rows.Where(row => (int)row.Code <= -32000), row => Assert.False(row.IsHttpLevel));
        Assert.Equal(A2AErrorCode.InternalError, A2AErrorTable.Get((A2AErrorCode)(-1)).Code);
    }

    [Fact]
    public void Details_are_the_same_for_every_binding()
    {
        AssertDetails("""[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"TASK_NOT_FOUND","domain":"a2a-protocol.org","metadata":{"taskId":"t1"}}]""",
            A2AException.TaskNotFound("t1"));
        AssertDetails("""[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"INVALID_PARAMS","domain":"a2a-protocol.org"},{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"message.parts","description":"must have at least one part"}]}]""",
            A2AException.InvalidParams("message.parts", "must have at least one part"));
        AssertDetails("""[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"TASK_BUSY","domain":"a2a-protocol.org","metadata":{"taskId":"t1"}}]""",
            A2AException.TaskBusy("t1"));
        AssertDetails("""[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"VERSION_NOT_SUPPORTED","domain":"a2a-protocol.org","metadata":{"requested":"2.0","supported":"0.3, 1.0"}}]""",
            A2AException.VersionNotSupported("2.0", "0.3, 1.0"));
    }

    [Fact]
    public void A_reason_can_be_narrower_and_never_empty()
    {
        Assert.Equal("QUEUE_FULL", A2AException.UnsupportedOperation("m", "QUEUE_FULL").Reason);
        Assert.Equal("UNSUPPORTED_OPERATION", A2AException.UnsupportedOperation("m").Reason);
        Assert.Equal("UNSUPPORTED_OPERATION", A2AException.UnsupportedOperation("m", "").Reason);
        Assert.Equal(A2AErrorCode.UnsupportedOperation, A2AException.TaskBusy("t").Code);
    }

    [Fact]
    public void An_inner_exception_stays_inside()
    {
        var error = A2AException.Internal(new InvalidOperationException("secret path"));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Wire.Json(ErrorDetail.From(error)), StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public void A_clients_words_come_back_shortened()
    {
        var error = A2AException.TaskNotFound(new string('x', 10_000));
        Assert.Equal(128, error.Metadata["taskId"].Length);
        Assert.DoesNotContain("xxxx", error.Message, StringComparison.Ordinal);
    }

    private static void AssertDetails(string json, A2AException error)
    {
        Assert.Equal(json, Wire.Json(ErrorDetail.From(error)));
        Assert.Equal(json, Wire.Json(Wire.Read<IReadOnlyList<ErrorDetail>>(json)));
    }
}
