using CodexA2A.Api.Tests.Support;
using CodexA2A.Api.Tests.Ways;

namespace CodexA2A.Api.Tests.Errors;

/// <summary>
/// Plays docs/errors.md, which <see cref="ErrorTableTests"/> plays over the two bindings that it is written for, in the other three
/// ways to call: each case means the same there, or is in <see cref="Unsayable"/>.
/// </summary>
public sealed class EquivalenceTests(EquivalenceTests.SharedHost shared) : IClassFixture<EquivalenceTests.SharedHost>
{
    private static readonly Dictionary<string, string?> Settings = ErrorScene.Settings(("A2A:GrpcPort", "0"));
    private static readonly Way[] Others = [Way.Grpc, Way.Rpc03, Way.Rest03];

    public static TheoryData<string> Cases => [.. ErrorTable.Rows.Select(row => row.Case)];

    [Theory, MemberData(nameof(Cases))]
    public async Task A_bad_call_means_the_same_in_every_way(string name)
    {
        var row = ErrorTable.Rows.Single(row => row.Case == name);
        // A refused call changes nothing, so that it can be said again in another way.
        await using var scene = await ErrorScene.SetAsync(name, shared.Host, Settings);
        foreach (var way in Others)
        {
            var speaker = Speaker.Of(way, scene.Host);
            using var ended = speaker as IDisposable;
            var said = await speaker.SayAsync(scene.Call, row.Bindings);
            Assert.True((said is null) == Unsayable.All.ContainsKey((way, name)), $"{way}: {(said is null ? "is not played and not listed" : "is listed, but can be said")}");
            if (said is null) continue;
            Assert.Equal(
                (way, true, Status(row, way), row.Reason, way == Way.Grpc ? row.Field : V03Fields.Of(row.Field, way)),
                (way, said.Failed, said.Status, said.Reason, said.Field));
            if (way != Way.Grpc) Assert.Equal((way, Code(row, scene.Call)), (way, said.Code));
        }
    }

    [Fact]
    public void What_cannot_be_said_is_in_the_table_of_errors() =>
        Assert.Empty(Unsayable.All.Keys.Select(key => key.Case).Except(ErrorTable.Rows.Select(row => row.Case)));

    private static int Status(ErrorRow row, Way way)
    {
        var error = A2AErrorTable.Get((A2AErrorCode)row.Code!);
        return way switch
        {
            Way.Grpc => error.GrpcStatus,
            Way.Rpc03 => error.IsHttpLevel ? error.HttpStatus : 200,
            _ => error.HttpStatus,
        };
    }

    /// <summary>0.3 has no words for three codes (Compat/V03/README.md); methods of extensions are the same in both versions.</summary>
    private static int Code(ErrorRow row, Call call) =>
        row.Code is -32008 or -32009 or -32010 && !call.Operation.Contains('.', StringComparison.Ordinal) ? -32004 : row.Code!.Value;

    /// <summary>One host for all the calls that leave nothing behind.</summary>
    public sealed class SharedHost : IAsyncLifetime
    {
        internal ApiHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ApiHost.StartAsync(Settings);

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
