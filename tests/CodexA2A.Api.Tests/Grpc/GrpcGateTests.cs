using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CodexA2A.Api.Grpc.Mapping;
using CodexA2A.Api.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using Proto = CodexA2A.Api.Grpc.Wire;
using Rpc = CodexA2A.Api.Grpc.Rpc;

namespace CodexA2A.Api.Tests.Grpc;

/// <summary>Calls that no library for gRPC would make: their client is told what is wrong with them, and no connection is lost.</summary>
public sealed class GrpcGateTests
{
    private const string GetTask = "lf.a2a.v1.A2AService/GetTask";
    private const string SendMessage = "lf.a2a.v1.A2AService/SendMessage";
    private const string Subscribe = "lf.a2a.v1.A2AService/SubscribeToTask";
    private const string Check = "grpc.health.v1.Health/Check";
    private const string Watch = "grpc.health.v1.Health/Watch";

    [Theory]
    [InlineData(GetTask, "0200000000", null, StatusCode.InvalidArgument, "PARSE_ERROR")]
    [InlineData(GetTask, "ff00000003120161", null, StatusCode.InvalidArgument, "PARSE_ERROR")]
    [InlineData(GetTask, "00ffffffff120161", null, StatusCode.ResourceExhausted, "PAYLOAD_TOO_LARGE")]
    [InlineData(GetTask, "0080000000120161", null, StatusCode.ResourceExhausted, "PAYLOAD_TOO_LARGE")]
    [InlineData(GetTask, "007fffffff120161", null, StatusCode.ResourceExhausted, "PAYLOAD_TOO_LARGE")]
    [InlineData(GetTask, "010000000401020304", "gzip", StatusCode.InvalidArgument, "PARSE_ERROR")]
    [InlineData(GetTask, "010000000401020304", "deflate", StatusCode.InvalidArgument, "PARSE_ERROR")]
    [InlineData(Subscribe, "0200000000", null, StatusCode.InvalidArgument, "PARSE_ERROR")]
    [InlineData(Check, "0200000000", null, StatusCode.InvalidArgument, "PARSE_ERROR")]
    [InlineData(Check, "00ffffffff120161", null, StatusCode.ResourceExhausted, "PAYLOAD_TOO_LARGE")]
    [InlineData(Check, "0000000003ffffff", null, StatusCode.InvalidArgument, "PARSE_ERROR")]
    [InlineData(Watch, "0000000003ffffff", null, StatusCode.InvalidArgument, "PARSE_ERROR")]
    public async Task What_is_no_message_is_the_clients_fault(string method, string hex, string? encoding, StatusCode code, string reason)
    {
        await using var host = await GrpcHost.StartAsync();
        using var client = Client(host);
        var answer = await PostAsync(client, method, Convert.FromHexString(hex), headers =>
        {
            if (encoding is not null) headers.Add("grpc-encoding", encoding);
        });
        Assert.Equal((code, reason), (answer.Code, answer.Reason));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_compressed_message_is_read(string encoding)
    {
        await using var host = await GrpcHost.StartAsync();
        using var client = Client(host);
        using var packed = new MemoryStream();
        await using (Stream stream = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true) : new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            new Proto.GetTaskRequest { Id = "nope" }.WriteTo(stream);
        }

        var answer = await PostAsync(client, GetTask, [1, 0, 0, 0, (byte)packed.Length, .. packed.ToArray()], headers => headers.Add("grpc-encoding", encoding));
        Assert.Equal((StatusCode.NotFound, "TASK_NOT_FOUND"), (answer.Code, answer.Reason));
    }

    [Fact]
    public async Task A_compressed_message_counts_as_it_is_when_read()
    {
        await using var host = await GrpcHost.StartAsync();
        using var client = Client(host);
        using var packed = new MemoryStream();
        await using (var stream = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await stream.WriteAsync(new byte[8 * 1024 * 1024], TestContext.Current.CancellationToken);
        }

        byte[] length = [(byte)(packed.Length >> 24), (byte)(packed.Length >> 16), (byte)(packed.Length >> 8), (byte)packed.Length];
        var answer = await PostAsync(client, Check, [1, .. length, .. packed.ToArray()], headers => headers.Add("grpc-encoding", "gzip"));
        Assert.Equal(StatusCode.ResourceExhausted, answer.Code);
    }

    [Theory]
    [InlineData("999999999H")]
    [InlineData("99999999H")]
    [InlineData("soon")]
    public async Task A_limit_that_is_none_does_not_count(string timeout)
    {
        await using var host = await GrpcHost.StartAsync();
        using var client = Client(host);
        var answer = await PostAsync(client, GetTask, [0, 0, 0, 0, 3, 0x12, 1, (byte)'x'], headers => headers.Add("grpc-timeout", timeout));
        Assert.Equal((StatusCode.NotFound, "TASK_NOT_FOUND"), (answer.Code, answer.Reason));
    }

    [Fact]
    public async Task Metadata_that_is_no_text_ends_its_call_and_no_other()
    {
        await using var host = await GrpcHost.StartAsync();
        using var client = Client(host);
        using var other = await OpenAsync(client, (await host.Api.SubmitAsync()).TaskId);

        var frame = GrpcClient.Message("hello").ToByteArray();
        var answer = await PostAsync(client, SendMessage, [0, 0, 0, 0, (byte)frame.Length, .. frame], headers => headers.Add("idempotency-key", "é"));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_PARAMS"), (answer.Code, answer.Reason));

        await using var turn = await host.Api.Runner.ClaimAsync();
        await turn.CompleteAsync();
        await other.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal("0", other.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Fact]
    public void Of_a_request_that_became_a_stream_the_server_holds_nothing()
    {
        var wire = GrpcClient.Message("hello");
        wire.Metadata = new() { Fields = { ["a"] = new() { StringValue = "b" } } };
        var whole = wire.Clone().ToRecord();
        var taken = wire.TakeRecord();
        Assert.Equal(new Proto.SendMessageRequest(), wire);
        Assert.Equal(whole.ToWire(), taken.ToWire());
    }

    // Latin-1, so that a header can have bytes that are no UTF-8.
    private static HttpClient Client(GrpcHost host) => new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 })
    {
        BaseAddress = new Uri(host.Api.GrpcUrl),
    };

    private static async Task<HttpResponseMessage> OpenAsync(HttpClient client, string id)
    {
        var body = new Proto.SubscribeToTaskRequest { Id = id }.ToByteArray();
        using var request = Request(Subscribe, [0, 0, 0, 0, (byte)body.Length, .. body]);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static async Task<(StatusCode Code, string? Reason)> PostAsync(HttpClient client, string method, byte[] body, Action<HttpRequestHeaders> headers)
    {
        using var request = Request(method, body);
        headers(request.Headers);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var code = (StatusCode)int.Parse(Value("grpc-status")!, CultureInfo.InvariantCulture);
        return (code, Value("grpc-status-details-bin") is { } details
            ? Rpc.ErrorInfo.Parser.ParseFrom(Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(details.PadRight((details.Length + 3) / 4 * 4, '='))).Details[0].Value).Reason
            : null);

        string? Value(string name) => response.Headers.TryGetValues(name, out var first) ? first.Single()
            : response.TrailingHeaders.TryGetValues(name, out var last) ? last.Single() : null;
    }

    private static HttpRequestMessage Request(string method, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/" + method)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiHost.Alice);
        return request;
    }
}
