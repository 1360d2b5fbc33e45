using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CodexA2A.Api.Tests.Support;
using Grpc.Core;

namespace CodexA2A.Api.Tests.Captures;

/// <summary>Beside the recordings of the official clients and servers: every request is played, every answer compared.</summary>
public sealed class CaptureComparisonTests
{
    /// <summary>Recordings that were made in one go, one behind the other.</summary>
    private static readonly string[] Names =
    [
        "v10-jsonrpc-", "v10-rest-", "v10-grpc-", "v03-compat-jsonrpc-", "v03-compat-rest-", "v03-native-jsonrpc-", "v03-native-rest-",
        "raw-", "raw03-compat-", "raw03-native-",
    ];

    /// <summary>docs/decisions/0017-no-grpc-of-0-3.md.</summary>
    private static readonly Regex NotServed = new("^v03-compat-grpc-");

    private static readonly ConcurrentDictionary<string, Lazy<Task<Dictionary<string, List<string>>>>> Played = new();

    public static TheoryData<string> Sessions => [.. Names];

    [Theory, MemberData(nameof(Sessions))]
    public async Task We_answer_as_the_official_server_but_for_what_is_listed(string session)
    {
        var found = await PlayAsync(session);
        Assert.Equal(Files(session), found.Keys.Order(StringComparer.Ordinal));
        var unlisted = found.Values.SelectMany(differences => differences).Where(difference => !Allowed.List.Any(row => row.Covers(difference)));
        Assert.True(!unlisted.Any(), string.Join('\n', unlisted.Prepend("not listed:")));
    }

    [Fact]
    public void Every_recording_is_played()
    {
        var all = Directory.EnumerateFiles(Capture.Folder, "*.txt").Select(file => Path.GetFileName(file));
        var played = Names.SelectMany(Files).ToHashSet();
        // Messages alone: what becomes of them is compared byte by byte in RecordedMessageTests.
        Assert.Equal(["grpc-decoded.txt"], all.Where(file => !played.Contains(file) && !NotServed.IsMatch(file)));
        Assert.All(played, file => Assert.NotEqual(0, Capture.Read(file).Requests.Count + Capture.Read(file).Webhooks.Count));
    }

    [Fact]
    public async Task No_listed_difference_is_gone()
    {
        var found = new List<string>();
        foreach (var session in Names)
        {
            found.AddRange((await PlayAsync(session)).Values.SelectMany(differences => differences));
        }

        Assert.Empty(Allowed.List.Where(row => !row.Sometimes && !found.Exists(row.Covers)).Select(row => row.What));
    }

    [Fact]
    public async Task Over_gRPC_a_client_of_0_3_is_told_that_there_is_no_such_method()
    {
        await using var host = await GrpcHost.StartAsync();
        var files = Directory.EnumerateFiles(Capture.Folder, "v03-compat-grpc-*.txt").Select(file => Path.GetFileName(file)).ToList();
        Assert.Equal(20, files.Count);
        var methods = new HashSet<string>();
        foreach (var sent in files.SelectMany(file => Capture.Read(file).Requests).Where(request => request.Messages.Count > 0))
        {
            var path = sent.Path.Split('/');
            Assert.Equal("a2a.v1.A2AService", path[1]);
            methods.Add(path[2]);
            using var call = host.Client.OpenRaw(path[2], sent.Messages[0], [], path[1]);
            var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            Assert.Equal((StatusCode.Unimplemented, "METHOD_NOT_FOUND"), (error.StatusCode, GrpcDetails.Of(error).Info.Reason));
        }

        Assert.Equal(10, methods.Count);
    }

    private static Task<Dictionary<string, List<string>>> PlayAsync(string session) =>
        Played.GetOrAdd(session, name => new(() => CaptureSession.PlayAsync(name, Files(name)))).Value;

    private static string[] Files(string session) =>
        [.. Directory.EnumerateFiles(Capture.Folder, session + "*.txt").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
