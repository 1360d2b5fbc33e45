using System.Net;
using System.Text;
using CodexA2A.Api.Outbound;
using CodexA2A.Api.Access;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Api.Tests.Ways;
using CodexA2A.Tasks;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Access;

/// <summary>
/// Four principals, every method in every way of calling, on what is their own, another's and nobody's: who lacks the capability is
/// refused alike, and what is another's answers as what is not there, byte for byte.
/// </summary>
public sealed class RoleMatrixTests(RoleMatrixTests.Scene scene) : IClassFixture<RoleMatrixTests.Scene>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Way> Cases
    {
        get
        {
            var data = new TheoryData<string, Way>();
            foreach (var (operation, calls) in MatrixCalls.All)
            {
                foreach (var way in Enum.GetValues<Way>())
                {
                    if (Sayable(calls(Scene.Example)[0], way)) data.Add(operation, way);
                }
            }

            return data;
        }
    }

    [Fact]
    public void The_matrix_has_every_method_that_is_served_and_the_table_has_no_other()
    {
        var served = scene.Host.Services.GetRequiredService<RpcMethods>().Names;
        Assert.Equal(served.Where(name => !name.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal), MatrixCalls.All.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            served.Concat([Permissions.Unknown, Permissions.Health, Permissions.Metrics]).Order(StringComparer.Ordinal),
            Permissions.All.Select(row => row.Operation).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task What_is_anothers_answers_as_what_is_not_there(string operation, Way way)
    {
        var nobodys = scene.Foreign.Nobodys();
        foreach (var role in Actor.All)
        {
            var may = (role.Granted & Permissions.Of(operation).Asks) == Permissions.Of(operation).Asks;
            var foreign = MatrixCalls.All[operation](scene.Foreign);
            var unknown = MatrixCalls.All[operation](nobodys);
            for (var i = 0; i < foreign.Length; i++)
            {
                var (one, other) = (await SayAsync(role, foreign[i], way), await SayAsync(role, unknown[i], way));
                // What is made anew has an id of its own, and a place among others.
                if (one.Failed || other.Failed) Assert.Equal((role.Name, i, nobodys.Without(other.Text)), (role.Name, i, scene.Foreign.Without(one.Text)));
                if (!may) Assert.Contains(Permissions.Reason, one.Text, StringComparison.Ordinal);
                if (!may || i == 0) Assert.Equal((role.Name, i, !may), (role.Name, i, IsRefusal(one.Text)));
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task What_is_ones_own_is_for_who_has_the_capability(string operation, Way way)
    {
        foreach (var role in Actor.All.Append(Actor.Reviewer))
        {
            var asked = Permissions.Of(operation).Asks;
            var call = MatrixCalls.All[operation](scene.Own[role.Name])[0];
            if (MatrixCalls.Waiting.Contains(operation)) call = MatrixCalls.Malformed(call);
            var said = await SayAsync(role, call, way);
            // A message that is an answer asks for more (GateTests).
            if (operation is Methods.SendMessage or Methods.SendStreamingMessage && role.Granted.HasFlag(asked) && !role.Granted.HasFlag(Capability.Answer)) continue;
            Assert.Equal((role.Name, (role.Granted & asked) != asked), (role.Name, IsRefusal(said.Text)));
        }
    }

    private static bool IsRefusal(string text) => text.StartsWith("403", StringComparison.Ordinal) || text.StartsWith("PermissionDenied", StringComparison.Ordinal);

    private static bool Sayable(Call call, Way way) => way switch
    {
        Way.JsonRpc => true,
        Way.Rest => MatrixCalls.IsOfA2A(call.Operation),
        Way.Grpc => MatrixCalls.IsOfA2A(call.Operation) && GrpcRequests.Method(call.Operation) is not null,
        _ => MatrixCalls.IsOfA2A(call.Operation) && V03Requests.Of(call, way == Way.Rest03, "both") is not null,
    };

    private Task<(bool Failed, string Text)> SayAsync(Actor role, Call call, Way way)
    {
        call = call with { Token = role.Token };
        return way == Way.Grpc ? OverGrpcAsync(call) : OverHttpAsync(way switch
        {
            Way.JsonRpc => call.Request(Binding.JsonRpc),
            Way.Rest => call.Request(Binding.Rest),
            _ => V03Requests.Of(call, way == Way.Rest03, "both")!,
        });
    }

    /// <summary>Everything that the caller sees of an answer but the time; of a stream that it is one.</summary>
    private async Task<(bool Failed, string Text)> OverHttpAsync(HttpRequestMessage request)
    {
        using var sent = request;
        using var response = await scene.Host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream") return (false, "a stream");
        var body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(Token));
        var headers = response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Date" && !header.Key.StartsWith("RateLimit-", StringComparison.Ordinal)).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        var failed = response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent) || body.Contains("\"error\":", StringComparison.Ordinal);
        return (failed, $"{(int)response.StatusCode}\n{string.Join('\n', headers.Order(StringComparer.Ordinal))}\n{body}");
    }

    private async Task<(bool Failed, string Text)> OverGrpcAsync(Call call)
    {
        var request = GrpcRequests.Of(call)!;
        try
        {
            if (GrpcRequests.Method(call.Operation)!.IsServerStreaming)
            {
                using var stream = scene.Grpc.OpenRaw(call.Operation, request, GrpcRequests.Metadata(call));
                await stream.ResponseStream.MoveNext(Token).WithLimitAsync("The first event");
                return (false, "a stream");
            }

            var answer = await scene.Grpc.RawAsync(call.Operation, request, GrpcRequests.Metadata(call));
            return answer.Error is { } error ? (true, Text(error)) : (false, "a result");
        }
        catch (RpcException error)
        {
            return (true, Text(error));
        }
    }

    // The bytes of the details hold their lengths: ids of one length keep them.
    private static string Text(RpcException error) => $"{error.StatusCode} {error.Status.Detail}\n" + string.Join('\n', error.Trailers
        .Where(trailer => trailer.Key != "date" && !trailer.Key.StartsWith("ratelimit-", StringComparison.Ordinal))
        .Select(trailer => $"{trailer.Key}: {(trailer.IsBinary ? Encoding.Latin1.GetString(trailer.ValueBytes) : trailer.Value)}").Order(StringComparer.Ordinal));

    /// <summary>One host, in which each principal has something of everything.</summary>
    public sealed class Scene : IAsyncLifetime
    {
        internal static Things Example { get; } = new("p00-0198c9b0-0000-7000-8000-000000000000", "context", "thread", "ask", "hook", "process", "p00-0198c9b0-0000-7000-8000-000000000000");

        internal ApiHost Host { get; private set; } = null!;

        internal GrpcClient Grpc { get; private set; } = null!;

        internal Things Foreign { get; private set; } = null!;

        internal Dictionary<string, Things> Own { get; } = [];

        public async ValueTask InitializeAsync()
        {
            Host = await ApiHost.StartAsync(Actor.Settings, services: services => services
                .AddSingleton<IControlCalls>(new NobodyThere())
                .AddSingleton<Resolve>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])));
            Grpc = new GrpcClient(Host.GrpcUrl, token: null);
            Foreign = await Things.OfAsync(Host, Actor.Other);
            foreach (var role in Actor.All.Append(Actor.Reviewer))
            {
                Own[role.Name] = await Things.OfAsync(Host, role);
            }
        }

        public async ValueTask DisposeAsync()
        {
            Grpc.Dispose();
            await Host.DisposeAsync();
        }
    }
}
