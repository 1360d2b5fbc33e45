using CodexA2A.Api.Grpc;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Tests.Support;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Proto = CodexA2A.Api.Grpc.Wire;
using Rpc = CodexA2A.Api.Grpc.Rpc;

namespace CodexA2A.Api.Tests.Grpc;

public sealed class GrpcErrorTests
{
    [Fact]
    public async Task Every_error_has_its_status_its_reason_and_its_details()
    {
        A2AException? thrown = null;
        await using var host = await GrpcHost.StartAsync(services: services => services.AddSingleton<RequestPolicy>((_, _, _) => throw thrown!));
        foreach (var row in A2AErrorTable.Rows)
        {
            thrown = new A2AException(row.Code, $"Grüße 100% of {row.Reason}")
            {
                Metadata = new Dictionary<string, string> { ["taskId"] = "t" },
                FieldViolations = [new("message.parts", "must be there")],
            };
            var answer = await host.Client.SendAsync(GrpcClient.Message("hello"));
            Assert.Equal(((StatusCode)row.GrpcStatus, row.Reason, "message.parts"), (answer.Code, answer.Reason, answer.Field));
            Assert.Equal(thrown.Message, answer.Error!.Status.Detail);
            var details = GrpcDetails.Of(answer.Error);
            Assert.Equal((row.GrpcStatus, thrown.Message), (details.Status.Code, details.Status.Message));
            Assert.Equal(("a2a-protocol.org", "t"), (details.Info.Domain, details.Info.Metadata["taskId"]));
        }
    }

    [Fact]
    public void The_details_are_the_bytes_of_the_official_server()
    {
        const string Recorded = "CAUSFFRhc2sgbm90IGZvdW5kOiBub3BlGk4KKHR5cGUuZ29vZ2xlYXBpcy5jb20vZ29vZ2xlLnJwYy5FcnJvckluZm8SIgoOVEFTS19OT1RfRk9VTkQSEGEyYS1wcm90b2NvbC5vcmc=";
        Assert.Equal(Recorded, Convert.ToBase64String(GrpcErrors.Details(new A2AException(A2AErrorCode.TaskNotFound, "Task not found: nope"))));
    }

    [Fact]
    public async Task What_is_not_ours_is_hidden_and_has_a_correlation_id()
    {
        await using var host = await GrpcHost.StartAsync(services: services =>
            services.AddSingleton<RequestPolicy>((_, _, _) => throw new InvalidOperationException("a secret path")));
        var answer = await host.Client.SendAsync(GrpcClient.Message("hello"));
        Assert.Equal((StatusCode.Internal, "INTERNAL_ERROR"), (answer.Code, answer.Reason));
        Assert.NotEmpty(GrpcDetails.Of(answer.Error!).Info.Metadata["correlationId"]);
        Assert.DoesNotContain("secret", answer.Error!.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> BadMessages => new()
    {
        { "", "message" },
        { """{"message":{"role":"ROLE_USER","parts":[{"text":"x"}]}}""", "message.messageId" },
        { """{"message":{"messageId":"m","parts":[{"text":"x"}]}}""", "message.role" },
        { """{"message":{"messageId":"m","role":7,"parts":[{"text":"x"}]}}""", "message.role" },
        { """{"message":{"messageId":"m","role":"ROLE_USER"}}""", "message.parts" },
        { """{"message":{"messageId":"m","role":"ROLE_USER","parts":[{"text":"x"},{"filename":"f"}]}}""", "message.parts[1]" },
        { """{"message":{"messageId":"m","role":"ROLE_USER","parts":[{"data":null}]}}""", "message.parts[0]" },
        { """{"message":{"messageId":"m","role":"ROLE_USER","contextId":"a b","parts":[{"text":"x"}]}}""", "message.contextId" },
        { """{"message":{"messageId":"m","role":"ROLE_USER","parts":[{"text":"x"}]},"configuration":{"historyLength":-1}}""", "configuration.historyLength" },
    };

    [Theory]
    [MemberData(nameof(BadMessages))]
    public async Task A_bad_message_is_refused_with_its_place(string json, string field)
    {
        await using var host = await GrpcHost.StartAsync();
        var request = json.Length == 0 ? new() : JsonParser.Default.Parse<Proto.SendMessageRequest>(json);
        var answer = await host.Client.SendAsync(request);
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_PARAMS", field), (answer.Code, answer.Reason, answer.Field));
    }

    [Fact]
    public async Task What_JSON_cannot_say_is_refused()
    {
        await using var host = await GrpcHost.StartAsync();
        var message = GrpcClient.Message("hello");
        message.Metadata = new Struct { Fields = { ["n"] = new Value { NumberValue = double.NaN } } };
        Assert.Equal((StatusCode.InvalidArgument, "metadata"), Code(await host.Client.SendAsync(message)));
        Assert.Equal((StatusCode.InvalidArgument, "status"), Code(await ListAsync(new() { Status = (Proto.TaskState)99 })));
        Assert.Equal((StatusCode.InvalidArgument, "statusTimestampAfter"), Code(await ListAsync(new() { StatusTimestampAfter = new Timestamp { Seconds = long.MaxValue } })));
        Assert.Equal((StatusCode.InvalidArgument, "statusTimestampAfter"), Code(await ListAsync(new() { StatusTimestampAfter = new Timestamp { Nanos = -1 } })));
        Assert.Equal((StatusCode.InvalidArgument, "pageSize"), Code(await ListAsync(new() { PageSize = 0 })));
        Assert.Equal((StatusCode.InvalidArgument, "pageToken"), Code(await ListAsync(new() { PageToken = "x" })));

        Task<GrpcAnswer<Proto.ListTasksResponse>> ListAsync(Proto.ListTasksRequest request) =>
            host.Client.CallAsync<Proto.ListTasksRequest, Proto.ListTasksResponse>(Methods.ListTasks, request);

        static (StatusCode, string?) Code<T>(GrpcAnswer<T> answer) where T : class => (answer.Code, answer.Field);
    }

    [Theory]
    [InlineData("120a6e")]
    [InlineData("ff")]
    [InlineData("12")]
    public async Task Bytes_that_are_no_message_are_a_parse_error(string hex)
    {
        await using var host = await GrpcHost.StartAsync();
        var answer = await host.Client.RawAsync(Methods.GetTask, Convert.FromHexString(hex));
        Assert.Equal((StatusCode.InvalidArgument, "PARSE_ERROR"), (answer.Code, answer.Reason));
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_unread()
    {
        await using var host = await GrpcHost.StartAsync(new() { ["A2A:RequestBodyMaxBytes"] = "4096" });
        Assert.Equal(StatusCode.OK, (await host.Client.SendAsync(GrpcClient.Message(new string('x', 3900)))).Code);
        foreach (var length in (int[])[4096, 1_000_000])
        {
            var answer = await host.Client.SendAsync(GrpcClient.Message(new string('x', length)));
            Assert.Equal((StatusCode.ResourceExhausted, "PAYLOAD_TOO_LARGE"), (answer.Code, answer.Reason));
            Assert.Equal("4096", GrpcDetails.Of(answer.Error!).Info.Metadata["limitBytes"]);
            Assert.Equal("The body is larger than 4096 bytes.", answer.Error!.Status.Detail);
        }
    }

    [Fact]
    public async Task Another_callers_task_does_not_exist()
    {
        await using var host = await GrpcHost.StartAsync();
        var id = await host.Api.CompletedAsync();
        using var bob = new GrpcClient(host.Api.GrpcUrl, ApiHost.Bob);
        var (unknown, others) = (await bob.GetAsync("nope"), await bob.GetAsync(id));
        Assert.Equal((StatusCode.NotFound, "TASK_NOT_FOUND"), (others.Code, others.Reason));
        Assert.Equal(unknown.Error!.Status.Detail, others.Error!.Status.Detail);
    }

    [Fact]
    public async Task A_message_in_a_compression_that_there_is_not_is_told_why()
    {
        await using var host = await GrpcHost.StartAsync();
        using var http = new HttpClient { DefaultRequestVersion = System.Net.HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Api.GrpcUrl + "/lf.a2a.v1.A2AService/GetTask")
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([1, 0, 0, 0, 1, 0]),
        };
        request.Headers.Authorization = new("Bearer", ApiHost.Alice);
        request.Headers.Add("grpc-encoding", "snappy");
        request.Content.Headers.ContentType = new("application/grpc");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("12", response.Headers.GetValues("grpc-status").Single());
        Assert.Contains("snappy", Uri.UnescapeDataString(response.Headers.GetValues("grpc-message").Single()), StringComparison.Ordinal);
        var status = Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(response.Headers.GetValues("grpc-status-details-bin").Single()));
        Assert.Equal("INVALID_REQUEST", Rpc.ErrorInfo.Parser.ParseFrom(status.Details[0].Value).Reason);
    }

    [Fact]
    public async Task A_method_that_there_is_not_is_unimplemented()
    {
        await using var host = await GrpcHost.StartAsync();
        var method = await host.Client.CallAsync<Empty, Empty>("NoSuchMethod", new());
        Assert.Equal((StatusCode.Unimplemented, "METHOD_NOT_FOUND"), (method.Code, method.Reason));
        Assert.Equal("POST /lf.a2a.v1.A2AService/NoSuchMethod", GrpcDetails.Of(method.Error!).Info.Metadata["method"]);
        var service = await host.Client.CallAsync<Empty, Empty>("GetTask", new(), service: "no.such.Service");
        Assert.Equal((StatusCode.Unimplemented, "METHOD_NOT_FOUND"), (service.Code, service.Reason));
        Assert.Equal("POST /no.such.Service/GetTask", GrpcDetails.Of(service.Error!).Info.Metadata["method"]);
    }
}
