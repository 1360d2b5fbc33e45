using System.Text.Json.Serialization.Metadata;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>Our records against the schema that the pinned Codex itself writes: no name of ours is made up, no method forgotten.</summary>
public sealed class SchemaTests(SchemaFixture schema) : IClassFixture<SchemaFixture>
{
    private static readonly AppServerJson Json = AppServerJson.Default;

    private static readonly (string Method, JsonTypeInfo Parameters, string Response, JsonTypeInfo Result)[] Calls =
    [
        ("thread/start", Json.ThreadStartParams, "ThreadStartResponse", Json.ThreadStartResult),
        ("thread/resume", Json.ThreadResumeParams, "ThreadResumeResponse", Json.ThreadStartResult),
        ("thread/read", Json.ThreadReadParams, "ThreadReadResponse", Json.ThreadResult),
        ("thread/turns/list", Json.ThreadTurnsListParams, "ThreadTurnsListResponse", Json.ThreadTurnsListResult),
        ("thread/items/list", Json.ThreadItemsListParams, "ThreadItemsListResponse", Json.ThreadItemsListResult),
        ("thread/archive", Json.ThreadIdParams, "ThreadArchiveResponse", Json.EmptyResult),
        ("thread/unarchive", Json.ThreadIdParams, "ThreadUnarchiveResponse", Json.ThreadResult),
        ("thread/unsubscribe", Json.ThreadIdParams, "ThreadUnsubscribeResponse", Json.ThreadUnsubscribeResult),
        ("thread/loaded/list", Json.ThreadLoadedListParams, "ThreadLoadedListResponse", Json.ThreadLoadedListResult),
        ("thread/name/set", Json.ThreadSetNameParams, "ThreadSetNameResponse", Json.EmptyResult),
        ("thread/backgroundTerminals/list", Json.BackgroundTerminalsListParams, "ThreadBackgroundTerminalsListResponse", Json.BackgroundTerminalsListResult),
        ("thread/backgroundTerminals/clean", Json.ThreadIdParams, "ThreadBackgroundTerminalsCleanResponse", Json.EmptyResult),
        ("turn/start", Json.TurnStartParams, "TurnStartResponse", Json.TurnStartResult),
        ("turn/steer", Json.TurnSteerParams, "TurnSteerResponse", Json.TurnSteerResult),
        ("turn/interrupt", Json.TurnInterruptParams, "TurnInterruptResponse", Json.EmptyResult),
        ("account/read", Json.AccountReadParams, "GetAccountResponse", Json.AccountReadResult),
        ("modelProvider/list", Json.EmptyParams, "ModelProviderListResponse", Json.ModelProviderListResult),
        ("model/list", Json.ModelListParams, "ModelListResponse", Json.ModelListResult),
        ("server/diagnostics", Json.EmptyParams, "ServerDiagnosticsResponse", Json.DiagnosticsResult),
    ];

    [Fact]
    public void Notifications_have_only_fields_that_exist()
    {
        foreach (var method in NotificationDecoder.Methods)
            SchemaFixture.Check(NotificationDecoder.TypeInfo(method)!, schema.Parameters("ServerNotification.json", method), "threadId", "turnId");
    }

    [Fact]
    public void Questions_have_only_fields_that_exist()
    {
        foreach (var method in schema.Methods("ServerRequest.json").Where(method => ServerRequestDecoder.TypeInfo(method) is not null))
            SchemaFixture.Check(ServerRequestDecoder.TypeInfo(method)!, schema.Parameters("ServerRequest.json", method), "startedAtMs", "turnId");
    }

    [Fact]
    public void Every_kind_of_item_has_a_record_with_fields_that_exist()
    {
        var item = schema.Definition("ServerNotification.json", "ThreadItem");
        foreach (var variant in item.Node["oneOf"]!.AsArray())
        {
            var type = SchemaFixture.Properties((variant!, item.Root))["type"].Node["enum"]![0]!.GetValue<string>();
            Assert.True(ThreadItemConverter.TypeInfo(type) is not null, $"There is no record for items of type {type}.");
            SchemaFixture.Check(ThreadItemConverter.TypeInfo(type)!, (variant!, item.Root));
        }
    }

    [Fact]
    public void Calls_send_and_read_only_fields_that_exist()
    {
        foreach (var (method, parameters, response, result) in Calls)
        {
            SchemaFixture.Check(parameters, schema.Parameters("ClientRequest.json", method));
            SchemaFixture.Check(result, schema.Document($"v2/{response}.json"));
        }
    }

    [Fact]
    public void Answers_send_only_fields_that_exist()
    {
        SchemaFixture.Check(Json.CommandApprovalResponse, schema.Document("CommandExecutionRequestApprovalResponse.json"));
        SchemaFixture.Check(Json.FileChangeApprovalResponse, schema.Document("FileChangeRequestApprovalResponse.json"));
        SchemaFixture.Check(Json.UserInputResponse, schema.Document("ToolRequestUserInputResponse.json"));
        SchemaFixture.Check(Json.PermissionsApprovalResponse, schema.Document("PermissionsRequestApprovalResponse.json"));
        SchemaFixture.Check(Json.ElicitationResponse, schema.Document("McpServerElicitationRequestResponse.json"));
        SchemaFixture.Check(Json.DynamicToolCallResponse, schema.Document("DynamicToolCallResponse.json"));
    }
}
