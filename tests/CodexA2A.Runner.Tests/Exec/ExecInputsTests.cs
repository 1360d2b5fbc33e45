using System.Threading.Channels;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Exec;
using CodexA2A.Runner.Tests.Support;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.Exec;

/// <summary>What is written to a command that does not read it.</summary>
public sealed class ExecInputsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly HeardReplies _heard = new();
    private readonly Deaf _process = new();
    private readonly ExecInputs _inputs;

    public ExecInputsTests() => _inputs = new ExecInputs(_process, new TurnReplies(_heard, NullLogger<TurnReplies>.Instance), _time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_write_that_hangs_is_told_and_nothing_more_is_asked_before_it_is_through()
    {
        _inputs.Add(Write("first"), Stop);
        _inputs.Add(Write("second"), Stop);
        _inputs.Add(Write("third") with { Action = DriveExec.Resize }, Stop);
        Assert.Equal(1, _process.Asked);

        _time.Advance(ExecInputs.Limit);

        Assert.Equal(ControlFault.OutcomeUnknown, (await _heard.OfAsync("first")).Fault?.Reason);
        Assert.Contains("does not read its input", (await _heard.OfAsync("first")).Fault?.Message, StringComparison.Ordinal);
        Assert.Equal("EXEC_INPUT_FULL", (await _heard.OfAsync("second")).Fault?.Reason);
        Assert.Equal("EXEC_INPUT_FULL", (await _heard.OfAsync("third")).Fault?.Reason);
        Assert.Equal(1, _process.Asked);

        _process.Read();
        _inputs.Add(Write("fourth"), Stop);
        Assert.NotNull((await _heard.OfAsync("fourth")).Result);
    }

    [Fact]
    public async Task So_much_waits_and_the_end_always_may()
    {
        _inputs.Add(Write("0"), Stop);
        for (var i = 1; i < ExecInputs.Most; i++)
        {
            _inputs.Add(Write($"{i}"), Stop);
        }

        _inputs.Add(Write("too many"), Stop);
        Assert.Equal(("EXEC_INPUT_FULL", "1"), (await _heard.OfAsync("too many")).Fault is { } fault ? (fault.Reason, fault.Metadata!["retryAfterSeconds"]) : default);
        _inputs.Add(Write("end") with { Action = DriveExec.Terminate }, Stop);
        _process.Read();
        Assert.NotNull((await _heard.OfAsync("end")).Result);
        Assert.NotNull((await _heard.OfAsync($"{ExecInputs.Most - 1}")).Result);
        Assert.Equal(ExecInputs.Most, _process.Asked);
    }

    [Fact]
    public async Task So_many_bytes_wait()
    {
        // Weighed as the store does: 1 MiB of bytes is more of Base64.
        _inputs.Add(Write("large", (int)ExecInputs.MostBytes), Stop);
        _inputs.Add(Write("fits", (int)ExecInputs.MostBytes / 4), Stop);
        _inputs.Add(Write("too large", (int)ExecInputs.MostBytes / 8), Stop);
        _inputs.Add(Write("small, but behind it", 0), Stop);
        Assert.Equal("EXEC_INPUT_FULL", (await _heard.OfAsync("too large")).Fault?.Reason);
        Assert.Equal("EXEC_INPUT_FULL", (await _heard.OfAsync("small, but behind it")).Fault?.Reason);
        _process.Read();
        Assert.NotNull((await _heard.OfAsync("large")).Result);
        Assert.NotNull((await _heard.OfAsync("fits")).Result);
        _inputs.Add(Write("again"), Stop);
        Assert.NotNull((await _heard.OfAsync("again")).Result);
    }

    [Fact]
    public async Task What_was_accepted_before_the_command_began_goes_in_as_a_whole()
    {
        for (var i = 0; i < 17; i++)
        {
            _inputs.AddEarly(Write($"early {i}", 65_536 / 3 * 4), Stop);
        }

        _inputs.Add(Write("too many"), Stop);
        Assert.Equal("EXEC_INPUT_FULL", (await _heard.OfAsync("too many")).Fault?.Reason);
        _process.Read();
        Assert.NotNull((await _heard.OfAsync("early 16")).Result);
        Assert.Equal(17, _process.Asked);
    }

    private static DriveExec Write(string replyTo, int length = 4) => new()
    {
        TaskId = "t",
        Owner = new Owner("", "alice"),
        ProcessId = "it",
        Action = DriveExec.Write,
        DeltaBase64 = new string('A', length),
        ReplyTo = replyTo,
    };

    private sealed class Deaf : IExecProcess
    {
        public long Begun => 0;

        private readonly TaskCompletionSource _read = new();

        public int Asked { get; private set; }

        public Task<int> Result => new TaskCompletionSource<int>().Task;

        public ChannelReader<AppServerMessage> Messages => throw new NotSupportedException();

        public void Read() => _read.SetResult();

        public void Wake(Action wake)
        {
        }

        public Task WriteAsync(string? deltaBase64, bool close, CancellationToken cancellationToken)
        {
            Asked++;
            return _read.Task;
        }

        public Task ResizeAsync(int rows, int cols, CancellationToken cancellationToken) => WriteAsync(null, false, cancellationToken);

        public Task TerminateAsync() => Task.CompletedTask;

        public void KillRest()
        {
        }
    }
}
