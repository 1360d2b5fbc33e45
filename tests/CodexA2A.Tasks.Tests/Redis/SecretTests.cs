using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Tests.Contract;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>A secret answer is sealed for the process that asked (contracts.md §5).</summary>
public sealed class SecretTests(RedisServers servers) : SeamContract
{
    private const string Password = "hunter2-and-more";

    private static readonly InterruptReply Secret = new() { Answers = [[Password]] };

    private RedisFixture Fixture => (RedisFixture)Seam;

    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());

    [Fact]
    public async Task Redis_never_holds_it_in_clear()
    {
        var turn = await AskAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(await servers.SingleAsync());
        await Queue.AnswerAsync(new AnswerSubmission(Alice, "q1", Secret) { Message = Message(), SubmitId = "key" }, Stop);

        var keys = 0;
        await foreach (var key in connection.GetServers()[0].KeysAsync(pattern: Fixture.Prefix + "*"))
        {
            keys++;
            Assert.Equal(-1, (await connection.GetDatabase().KeyDumpAsync(key)).AsSpan().IndexOf("hunter2"u8));
        }

        Assert.True(keys > 10);
        var answer = Assert.IsType<AnswerInterrupt>((await Queue.GetCommandAsync(turn.Lease, turn.Command + 1, Stop))?.Command);
        Assert.Equal((Password, "m"), (answer.Reply.Answers![0][0], answer.Message?.MessageId));
    }

    [Fact]
    public async Task Another_process_with_the_same_lease_cannot_read_it()
    {
        var turn = await AskAsync();
        await Queue.AnswerAsync(Alice, "q1", Secret, Message(), Stop);
        await using var other = await SeamProcess.OpenAsync(await servers.SingleAsync(), Fixture.Prefix, Options);

        var answer = Assert.IsType<AnswerInterrupt>((await other.Queue.GetCommandAsync(turn.Lease, turn.Command + 1, Stop))?.Command);

        Assert.Equal((null, null), (answer.Reply.Answers, answer.Message));
    }

    [Fact]
    public async Task The_same_answer_is_known_again_by_every_process()
    {
        await AskAsync();
        await Queue.AnswerAsync(Alice, "q1", Secret, null, Stop);
        await using var other = await SeamProcess.OpenAsync(await servers.SingleAsync(), Fixture.Prefix, Options);

        Assert.Equal(AnswerStatus.Repeated, (await other.Queue.AnswerAsync(Alice, "q1", Secret, null, Stop)).Status);
        Assert.Equal(AnswerStatus.Conflict, (await other.Queue.AnswerAsync(Alice, "q1", new InterruptReply { Answers = [["x"]] }, null, Stop)).Status);
    }

    [Fact]
    public void What_was_changed_on_its_way_is_not_opened()
    {
        using var box = new SecretBox();
        using var other = new SecretBox();
        var sealedBytes = SecretBox.Seal(box.PublicKey, "plain"u8);
        Assert.Equal("plain"u8.ToArray(), box.Open(sealedBytes));
        Assert.Null(other.Open(sealedBytes));
        sealedBytes[^1] ^= 1;
        Assert.Null(box.Open(sealedBytes));
    }

    private static Message Message() => new() { MessageId = "m", Role = Protocol.Role.User, Parts = [Part.FromText(Password)] };

    private async Task<Turn> AskAsync()
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Opened = [InterruptContract.Ask(turn, "q1", Seam.Time.GetUtcNow(), secret: true)] });
        return turn;
    }
}
