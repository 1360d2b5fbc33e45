using System.Text;
using System.Text.Json;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Protocol.Json;
using CsCheck;

namespace CodexA2A.Api.Tests.Wire;

/// <summary>What holds of any envelope of JSON-RPC.</summary>
public sealed class EnvelopePropertyTests
{
    private static readonly string[] Names = ["jsonrpc", "id", "method", "params"];
    private static readonly Gen<string> Ids = Gen.OneOf(AnyJson.Strings, AnyJson.Numbers, Gen.Const("null"));
    private static readonly Gen<string> Methods = AnyJson.Words.Where(name => name.Length > 0);
    private static readonly Gen<string> Params = AnyJson.Members(AnyJson.Values).Select(AnyJson.Written);

    /// <summary>Whoever adds members, or writes them in another order, calls the same method.</summary>
    [Fact]
    public void It_is_read_as_it_was_written_whatever_stands_beside_it() => Gen.Select(Ids, Methods, Params, AnyJson.Members(AnyJson.Values, Names), Gen.Int).Sample(
        (id, method, given, unknown, order) =>
        {
            (string, string)[] members = [("jsonrpc", "\"2.0\""), ("id", id), ("method", AnyJson.Quoted(method, true)), ("params", given), .. unknown];
            new Random(order).Shuffle(members);
            using var document = Parse(AnyJson.Written(members));
            var request = RpcRequest.Read(document.RootElement);
            Assert.Equal((id, method, false), (Encoding.UTF8.GetString(request.Id.Span), request.Method, request.IsNotification));
            Assert.Equal(given, request.Params.GetRawText());
        },
        iter: 2_000);

    /// <summary>An answer, or an error, has the id byte for byte, and both are JSON.</summary>
    [Fact]
    public void The_id_comes_back_as_it_was() => Gen.Select(Ids, AnyJson.Values, AnyJson.Words).Sample(
        (id, value, words) =>
        {
            using var document = Parse(AnyJson.Written([("jsonrpc", "\"2.0\""), ("id", id), ("method", "\"x\"")]));
            var echoed = RpcRequest.ReadId(document.RootElement).Span;
            using var answer = Parse(Encoding.UTF8.GetString([.. RpcJson.ResultPrefix(echoed), .. Encoding.UTF8.GetBytes(value), .. RpcJson.ResultSuffix.Span]));
            Assert.Equal((id, value), (answer.RootElement.GetProperty("id").GetRawText(), answer.RootElement.GetProperty("result").GetRawText()));
            using var error = Parse(Encoding.UTF8.GetString(RpcJson.Error(echoed, A2AException.InvalidParams("a.b", words))));
            Assert.Equal((id, -32602, $"a.b {words}."), (error.RootElement.GetProperty("id").GetRawText(), error.RootElement.GetProperty("error").GetProperty("code").GetInt32(), error.RootElement.GetProperty("error").GetProperty("message").GetString()));
        },
        iter: 2_000);

    [Fact]
    public void Without_an_id_nobody_waits() => Gen.Select(Methods, Params, AnyJson.Members(AnyJson.Values, Names)).Sample(
        (method, given, unknown) =>
        {
            using var document = Parse(AnyJson.Written([.. unknown, ("jsonrpc", "\"2.0\""), ("method", AnyJson.Quoted(method, false)), ("params", given)]));
            var request = RpcRequest.Read(document.RootElement);
            Assert.True(request.IsNotification);
            Assert.Equal("null", Encoding.UTF8.GetString(request.Id.Span));
        },
        iter: 1_000);

    /// <summary>A member with any value that it must not have is refused with the error of that member, and the error has the id where there is one.</summary>
    [Fact]
    public void A_wrong_member_is_refused_with_the_error_of_that_member() => Gen.Select(Ids, Gen.Int[0, 3], AnyJson.Values).Sample(
        (id, which, value) =>
        {
            string[] good = ["\"2.0\"", id, "\"x\"", "{}"];
            good[which] = value;
            using var document = Parse(AnyJson.Written(Names.Zip(good)));
            var kind = document.RootElement.GetProperty(Names[which]).ValueKind;
            var holds = which switch
            {
                0 => kind == JsonValueKind.String && document.RootElement.GetProperty("jsonrpc").GetString() == "2.0",
                1 => kind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null,
                2 => kind == JsonValueKind.String && document.RootElement.GetProperty("method").GetString() != "",
                _ => kind is JsonValueKind.Object or JsonValueKind.Null,
            };
            A2AErrorCode? refused = null;
            try
            {
                RpcRequest.Read(document.RootElement);
            }
            catch (A2AException error)
            {
                refused = error.Code;
            }

            Assert.Equal(holds ? null : which == 3 ? A2AErrorCode.InvalidParams : A2AErrorCode.InvalidRequest, refused);
            Assert.Equal(which != 1 ? id : holds ? value : "null", Encoding.UTF8.GetString(RpcRequest.ReadId(document.RootElement).Span));
        },
        iter: 2_000);

    private static JsonDocument Parse(string json) => A2AJsonInput.Parse(Encoding.UTF8.GetBytes(json));
}
