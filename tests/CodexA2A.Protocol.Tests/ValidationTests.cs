namespace CodexA2A.Protocol.Tests;

public class ValidationTests
{
    private static readonly Message Good = new() { MessageId = "m", Role = Role.User, Parts = [Part.FromText("x")] };

    public static TheoryData<string, Action> Bad => new()
    {
        { "message", () => RequestValidation.Check(new SendMessageRequest { Message = null! }) },
        { "message.messageId", () => Send(Good with { MessageId = "" }) },
        { "message.role", () => Send(Good with { Role = Role.Unspecified }) },
        { "message.role", () => Send(Good with { Role = (Role)9 }) },
        { "message.parts", () => Send(Good with { Parts = [] }) },
        { "message.parts", () => Send(Good with { Parts = null! }) },
        { "message.parts[1]", () => Send(Good with { Parts = [Part.FromText(""), new Part()] }) },
        { "message.parts[0]", () => Send(Good with { Parts = [new Part { Text = "a", Url = "b" }] }) },
        { "message.parts[0]", () => Send(Good with { Parts = [null!] }) },
        { "message.contextId", () => Send(Good with { ContextId = new string('c', 129) }) },
        { "message.contextId", () => Send(Good with { ContextId = "a b" }) },
        { "message.contextId", () => Send(Good with { ContextId = "é" }) },
        { "configuration.historyLength", () => RequestValidation.Check(new SendMessageRequest { Message = Good, Configuration = new() { HistoryLength = -1 } }) },
        { "configuration.taskPushNotificationConfig.url", () => RequestValidation.Check(new SendMessageRequest { Message = Good, Configuration = new() { TaskPushNotificationConfig = new() { Url = "" } } }) },
        { "configuration.taskPushNotificationConfig.authentication.scheme", () => RequestValidation.Check(new SendMessageRequest { Message = Good, Configuration = new() { TaskPushNotificationConfig = new() { Url = "u", Authentication = new() { Scheme = "" } } } }) },
        { "id", () => RequestValidation.Check(new GetTaskRequest { Id = "" }) },
        { "historyLength", () => RequestValidation.Check(new GetTaskRequest { Id = "t", HistoryLength = -1 }) },
        { "pageSize", () => RequestValidation.Check(new ListTasksRequest { PageSize = 0 }) },
        { "pageSize", () => RequestValidation.Check(new ListTasksRequest { PageSize = 101 }) },
        { "historyLength", () => RequestValidation.Check(new ListTasksRequest { HistoryLength = -1 }) },
        { "id", () => RequestValidation.Check(new CancelTaskRequest { Id = "" }) },
        { "id", () => RequestValidation.Check(new SubscribeToTaskRequest { Id = "" }) },
        { "taskId", () => RequestValidation.Check(new TaskPushNotificationConfig { Url = "u" }) },
        { "url", () => RequestValidation.Check(new TaskPushNotificationConfig { TaskId = "t", Url = "" }) },
        { "taskId", () => RequestValidation.Check(new GetTaskPushNotificationConfigRequest { TaskId = "", Id = "i" }) },
        { "id", () => RequestValidation.Check(new GetTaskPushNotificationConfigRequest { TaskId = "t", Id = "" }) },
        { "taskId", () => RequestValidation.Check(new DeleteTaskPushNotificationConfigRequest { TaskId = "", Id = "i" }) },
        { "id", () => RequestValidation.Check(new DeleteTaskPushNotificationConfigRequest { TaskId = "t", Id = "" }) },
        { "taskId", () => RequestValidation.Check(new ListTaskPushNotificationConfigsRequest { TaskId = "" }) },
        { "pageSize", () => RequestValidation.Check(new ListTaskPushNotificationConfigsRequest { TaskId = "t", PageSize = -1 }) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Names_the_member_that_is_wrong(string field, Action check)
    {
        var error = Assert.Throws<A2AException>(check);
        Assert.Equal(A2AErrorCode.InvalidParams, error.Code);
        Assert.Equal(field, Assert.Single(error.FieldViolations).Field);
    }

    [Fact]
    public void Accepts_what_is_right()
    {
        Send(Good with { ContextId = new string('~', 128), TaskId = "t", Parts = [Part.FromText("x"), Part.FromUrl("u"), Part.FromRaw(default), Part.FromData(Wire.Element("1"))] });
        RequestValidation.Check(new SendMessageRequest { Message = Good, Configuration = new() { HistoryLength = 0, TaskPushNotificationConfig = new() { Url = "u" } } });
        RequestValidation.Check(new GetTaskRequest { Id = "t", HistoryLength = 0 });
        RequestValidation.Check(new ListTasksRequest { PageSize = 1 });
        RequestValidation.Check(new ListTasksRequest { PageSize = 100 });
        RequestValidation.Check(new ListTasksRequest());
        RequestValidation.Check(new CancelTaskRequest { Id = "t" });
        RequestValidation.Check(new SubscribeToTaskRequest { Id = "t" });
        RequestValidation.Check(new TaskPushNotificationConfig { TaskId = "t", Url = "u" });
        RequestValidation.Check(new ListTaskPushNotificationConfigsRequest { TaskId = "t" });
    }

    [Fact]
    public void An_empty_contextId_is_unset() => Send(Good with { ContextId = "" });

    private static void Send(Message message) => RequestValidation.Check(new SendMessageRequest { Message = message });
}
