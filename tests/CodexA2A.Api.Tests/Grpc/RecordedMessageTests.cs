using CodexA2A.Api.Grpc.Mapping;
using CodexA2A.Protocol.Json;
using Google.Protobuf;
using Proto = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Api.Tests.Grpc;

/// <summary>Messages that the official client and server sent each other: our proto knows every field, and our records lose none.</summary>
public sealed class RecordedMessageTests
{
    private static readonly string Capture = Path.Combine(AppContext.BaseDirectory, "a2a-wire", "grpc-decoded.txt");

    public static TheoryData<string, string> Recorded
    {
        get
        {
            var data = new TheoryData<string, string>();
            var method = "";
            foreach (var line in File.ReadLines(Capture))
            {
                if (line.StartsWith("===", StringComparison.Ordinal)) method = line[(line.LastIndexOf('/') + 1)..];
                else if (line.Split(" hex ") is [var what, { Length: > 0 } hex]) data.Add($"{method} {what.Split(' ')[0]}", hex.Trim());
            }

            return data;
        }
    }

    [Fact]
    public void The_capture_has_every_kind() =>
        Assert.Equal(
            ["GetTask request", "ListTasks response", "SendMessage request", "SendMessage response", "SendStreamingMessage event", "SendStreamingMessage request", "SubscribeToTask request"],
            Recorded.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Recorded))]
    public void The_bytes_are_the_same_after_a_way_through_our_records(string what, string hex)
    {
        var bytes = Convert.FromHexString(hex);
        var again = what switch
        {
            "SendMessage request" or "SendStreamingMessage request" => Through(Proto.SendMessageRequest.Parser, bytes, wire => Json(wire.ToRecord()).ToWire()),
            "SendMessage response" => Through(Proto.SendMessageResponse.Parser, bytes, wire => Json(wire.ToRecord()).ToWire()),
            "SendStreamingMessage event" => Through(Proto.StreamResponse.Parser, bytes, wire => Json(wire.ToRecord()).ToWire()),
            "ListTasks response" => Through(Proto.ListTasksResponse.Parser, bytes, wire => Json(wire.ToRecord()).ToWire()),
            "GetTask request" => Through(Proto.GetTaskRequest.Parser, bytes, wire => new Proto.GetTaskRequest { Id = wire.ToRecord().Id }),
            "SubscribeToTask request" => Through(Proto.SubscribeToTaskRequest.Parser, bytes, wire => new Proto.SubscribeToTaskRequest { Id = wire.ToRecord().Id }),
            _ => throw new InvalidOperationException(what),
        };
        Assert.Equal(hex, Convert.ToHexStringLower(again));
    }

    private static byte[] Through<T>(MessageParser<T> parser, byte[] bytes, Func<T, T> way) where T : IMessage<T>
    {
        // A parser that drops what it does not know writes the same bytes only when it knows all of them.
        Assert.Equal(bytes, parser.WithDiscardUnknownFields(true).ParseFrom(bytes).ToByteArray());
        return way(parser.ParseFrom(bytes)).ToByteArray();
    }

    /// <summary>The same through the JSON that the log would store.</summary>
    private static T Json<T>(T record) => A2AJson.Deserialize<T>(A2AJson.Serialize(record));
}
